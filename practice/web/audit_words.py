"""What the audit's fixed keys are called on pages."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.audit import AuditAct, AuditedKind, AuditEntry, Unnamed

ACTS: Mapping[AuditAct, LazyString] = {
    AuditAct.SIGNED_IN: _l("signed in"),
    AuditAct.NOT_LET_IN: _l("was not let in"),
    AuditAct.SIGNED_OUT: _l("signed out"),
    AuditAct.SESSIONS_ENDED: _l("signed somebody out"),
    AuditAct.PASSWORD_CHANGED: _l("changed a password"),
    AuditAct.LINK_MADE: _l("made a sign-in link"),
    AuditAct.IDENTITY_KEPT: _l("linked a sign-in from elsewhere"),
    AuditAct.PERSON_ADDED: _l("added somebody"),
    AuditAct.ROLE_CHANGED: _l("changed somebody's role"),
    AuditAct.PERSON_DISABLED: _l("switched an account off"),
    AuditAct.PERSON_ENABLED: _l("switched an account on again"),
    AuditAct.ORGANISATION_ADDED: _l("added an organisation"),
    AuditAct.COHORT_ADDED: _l("added a group"),
    AuditAct.COHORT_CHANGED: _l("changed a group"),
    AuditAct.MEMBER_ADDED: _l("added somebody to a group"),
    AuditAct.MEMBER_REMOVED: _l("removed somebody from a group"),
    AuditAct.JOIN_LINK_MADE: _l("made a join link"),
    AuditAct.JOIN_LINK_REVOKED: _l("withdrew a join link"),
    AuditAct.TALK_READ: _l("read somebody's talk"),
    AuditAct.GRADES_CHANGED: _l("changed grades or how they are given"),
    AuditAct.DISPUTED: _l("asked for a second look at a level"),
    AuditAct.ANSWERED: _l("answered about a level"),
    AuditAct.RUBRIC_CHANGED: _l("changed a rubric"),
    AuditAct.SCENARIO_CHANGED: _l("changed a scenario"),
    AuditAct.GOLD_CHANGED: _l("changed labelled replies"),
    AuditAct.REVIEWED: _l("looked after a grade of the queue"),
    AuditAct.ASSIGNMENT_CHANGED: _l("changed an assignment"),
    AuditAct.HANDED_IN: _l("handed in a talk"),
    AuditAct.COMMENTED: _l("commented on a talk"),
    AuditAct.SETTING_CHANGED: _l("changed a setting"),
    AuditAct.MODEL_TRIED: _l("tried a language model"),
    AuditAct.EXPORTED: _l("downloaded data"),
}
KINDS: Mapping[AuditedKind, LazyString] = {
    AuditedKind.PERSON: _l("a person"),
    AuditedKind.ORGANISATION: _l("an organisation"),
    AuditedKind.COHORT: _l("a group"),
    AuditedKind.JOIN_LINK: _l("a join link"),
    AuditedKind.CONVERSATION: _l("a talk"),
    AuditedKind.RUBRIC: _l("a rubric"),
    AuditedKind.SCENARIO: _l("a scenario"),
    AuditedKind.GOLD_SET: _l("a set of labelled replies"),
    AuditedKind.ASSIGNMENT: _l("an assignment"),
    AuditedKind.SETTING: _l("a setting"),
    AuditedKind.GRADES: _l("grades of many talks"),
    AuditedKind.AUDIT: _l("this audit"),
}
UNNAMED: Mapping[Unnamed, LazyString] = {
    Unnamed.COMMAND_LINE: _l("the command line of the server"),
    Unnamed.SIGN_IN_PAGE: _l("the sign-in page"),
    Unnamed.CONTENT_FILES: _l("the files of the server"),
}


def act_text(entry: AuditEntry) -> str:
    return str(ACTS[AuditAct(entry.act)]) if entry.act in list(AuditAct) else entry.act


def kind_text(entry: AuditEntry) -> str:
    return str(KINDS[AuditedKind(entry.kind)]) if entry.kind in list(AuditedKind) else entry.kind


def actor_text(entry: AuditEntry) -> str:
    """Somebody may be called like what stands for nobody, so only that is translated which no person did."""
    known = not entry.by_person and entry.actor in list(Unnamed)
    return str(UNNAMED[Unnamed(entry.actor)]) if known else entry.actor
