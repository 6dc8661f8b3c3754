// Reads server-sent events over fetch, and asks again when the line is lost. Every stream replays from its beginning.

const SILENT_MS = 40_000; // The server says something every 15 seconds.
const MOST_TRIES = 8;

async function* eventsOf(response, silence) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    silence.restart();
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (buffer + value).split("\n\n");
    buffer = parts.pop();
    for (const part of parts) {
      const fields = new Map(part.split("\n").map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)];
      }));
      if (fields.has("event")) yield { name: fields.get("event"), data: JSON.parse(fields.get("data")) };
    }
  }
}

function silenceAlarm(controller) {
  let timer;
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), SILENT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

const pause = (ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

/** The message in a refusal of ours. */
export async function messageOf(response) {
  try {
    return (await response.json()).message;
  } catch {
    return "";
  }
}

/**
 * Calls `handle(name, data)` for each event until the exchange is over.
 * `response` is a stream already open, `controller` what aborts it, `urlOf()` where to ask again ("" while unknown).
 * `line` is told of `begun`, `lost`, `back` and `gone`.
 */
export async function follow({ response, controller = new AbortController(), urlOf, handle, line }) {
  for (let tries = 0, lost = false; ;) {
    const silence = silenceAlarm(controller);
    try {
      response ??= await fetch(urlOf(), { headers: { Accept: "text/event-stream" }, signal: controller.signal });
      if (response.status === 401 || response.status === 404) return line.gone();
      if (response.ok) {
        line.begun();
        for await (const { name, data } of eventsOf(response, silence)) {
          if (lost) line.back();
          lost = false;
          if (name === "error") break;
          handle(name, data);
          tries = 0;
          if (name === "end") return undefined;
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError || error.name === "AbortError")) throw error;
    } finally {
      silence.stop();
    }
    tries += 1;
    if (tries > MOST_TRIES || !urlOf()) return line.gone();
    lost = true;
    line.lost();
    await pause(Math.min(8000, 250 * 2 ** tries));
    controller = new AbortController();
    response = undefined;
  }
}
