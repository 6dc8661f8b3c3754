// A text was saved: what the tab kept of it until then can go.

import { forget, placeOf } from "./unsaved_texts.js";

const { dataset } = document.getElementById("saved");

forget(placeOf(dataset), dataset.unsaved);
