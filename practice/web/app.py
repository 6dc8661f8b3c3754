"""Puts the front door together."""

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect

from practice.services.assembly import Services
from practice.settings import secret_key
from practice.web import (
    account,
    accounts,
    administration,
    assets,
    assignments,
    audit,
    chat,
    cohorts,
    comments,
    errors,
    exports,
    gold,
    gold_import,
    gold_upkeep,
    group_progress,
    handing_in,
    headers,
    health,
    hosts,
    joining,
    judging,
    judging_page,
    labelling,
    labelling_again,
    language,
    large_requests,
    limits,
    links,
    mistake_words,
    models,
    moved_levels,
    navigation,
    paths,
    people,
    person_progress,
    previews,
    records,
    report,
    review,
    review_words,
    rubric_form,
    rubrics,
    scenario_form,
    scenarios,
    scores,
    signin,
    simulations,
    studio,
    time_zone,
    too_much,
    trying,
    turns,
    voice,
    ways_in,
    whole_bodies,
    words,
)
from practice.web.context import EXTENSION
from practice.web.streams import OpenStreams


def create_app(services: Services) -> Flask:
    https = services.settings.https
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(services.settings),
        MAX_CONTENT_LENGTH=large_requests.LARGEST_REQUEST,
        # Browsers take a name with __Host- from this host alone, by https, for the whole site.
        SESSION_COOKIE_NAME="__Host-practice" if https else "practice",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The token lives as long as the session: a page left open over lunch must still be able to send its text.
        WTF_CSRF_TIME_LIMIT=None,
        # No event stream: a compressor holds words back.
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"],
        COMPRESS_ALGORITHM=["br", "gzip"],
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = services
    app.extensions[OpenStreams.EXTENSION] = OpenStreams(services.settings.open_streams)
    app.url_map.converters["id"] = paths.IdConverter
    large_requests.attach(app)  # before the protection, which reads the form for its token
    CSRFProtect(app)
    Compress(app)
    with_accounts = services.settings.sign_in == "accounts"
    front = accounts if with_accounts else signin
    for part in (
        assets,
        headers,
        language,
        time_zone,
        front,
        voice,
        whole_bodies,
        words,
        mistake_words,
        moved_levels,
        scores,
        judging_page,
        handing_in,
        review_words,
        comments,
        administration,
        navigation,
        errors,
        too_much,
    ):
        part.attach(app)
    of_accounts = (
        (
            account,
            links,
            people,
            models,
            limits,
            ways_in,
            audit,
            cohorts,
            assignments,
            group_progress,
            handing_in,
            joining,
            judging,
            review,
            comments,
            rubrics,
            rubric_form,
            scenario_form,
            studio,
            simulations,
            previews,
            trying,
            gold,
            gold_import,
            gold_upkeep,
            labelling,
            labelling_again,
            exports,
            records,
        )
        if with_accounts
        else ()
    )
    for feature in (health, scenarios, chat, turns, report, person_progress, *of_accounts):
        app.register_blueprint(feature.pages)
    if with_accounts and services.settings.oidc_issuer:
        from practice.web import oidc  # it loads Authlib, which the rest does without

        oidc.attach(app)
    hosts.attach(app, services.settings)
    return app
