"""What is found between two versions of a contract."""

from collections.abc import Mapping

from understudy.check.catalogue.code import Code
from understudy.findings import Severity

CODES: Mapping[str, Code] = {
    "compat/body-added": Code(
        "An operation takes a body now that took none.",
        "Nobody breaks; say what happens without one.",
        Severity.NOTE,
    ),
    "compat/body-removed": Code(
        "An operation takes no body any more: who sends one is refused.",
        "Go on taking it, or offer another operation.",
    ),
    "compat/body-required": Code(
        "A body has to be sent now that had not: who sends none is refused.",
        "Leave it optional.",
    ),
    "compat/callback-added": Code(
        "An operation calls back as it did not.",
        "Say when it does, and what to answer.",
        Severity.NOTE,
    ),
    "compat/callback-removed": Code(
        "An operation no longer calls back as it did: who waits for it waits in vain.",
        "Keep calling back, and deprecate it first.",
    ),
    "compat/callback-url": Code(
        "The URL that is called is another, or made of something else: who waits where it was is not called.",
        "Go on taking it from where it was.",
    ),
    "compat/default": Code(
        "A default is another: who leaves the value out gets something else.",
        "Keep it, or tell those who rely on it.",
        Severity.WARNING,
    ),
    "compat/delivery-added": Code(
        "A callback or a webhook brings a parameter, a body or credentials that it did not.",
        "Nobody breaks who reads what there is.",
        Severity.NOTE,
    ),
    "compat/delivery-answer": Code(
        "A callback or a webhook may no longer be answered with a status: who does so is not understood.",
        "Go on taking it.",
    ),
    "compat/delivery-media-type": Code(
        "A callback or a webhook may bring its body in another media type, and no client can say that it takes it.",
        "Keep to the media types that were there.",
    ),
    "compat/delivery-missing": Code(
        "A callback or a webhook may come without a parameter, a body or credentials that were always there.",
        "Keep sending it.",
    ),
    "compat/delivery-removed": Code(
        "A callback or a webhook no longer brings a parameter or a body that it could.",
        "Keep it, or tell those who read it.",
        Severity.WARNING,
    ),
    "compat/deprecated": Code(
        "Something is deprecated now that was not.",
        "Say in its description what to use instead, and until when.",
        Severity.NOTE,
    ),
    "compat/header-removed": Code(
        "An answer no longer has a header that it could have.",
        "Keep it, or tell those who read it.",
        Severity.WARNING,
    ),
    "compat/header-required": Code(
        "An answer may come without a header that was always there.",
        "Keep it required.",
    ),
    "compat/hint": Code(
        "A format that nothing is held against, or what tells alternatives apart, is another.",
        "Keep it, or tell those who generate code: it goes by these.",
        Severity.WARNING,
    ),
    "compat/link-added": Code(
        "An answer has a link that it had not.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/link-changed": Code(
        "A link of an answer leads elsewhere, or gives something else to where it leads.",
        "Keep it, and add one of another name.",
        Severity.WARNING,
    ),
    "compat/link-removed": Code(
        "An answer no longer has a link.",
        "Keep it, or tell those who follow it.",
        Severity.WARNING,
    ),
    "compat/media-type-added": Code(
        "A body may be sent, or an answer be given, in another media type too.",
        "Nobody breaks who says what is accepted.",
        Severity.NOTE,
    ),
    "compat/media-type-removed": Code(
        "A body, or a field of a form, is no longer taken, or an answer no longer given, in a media type.",
        "Keep the media type.",
    ),
    "compat/new": Code(
        "There was no contract before.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/operation-added": Code(
        "An operation is new.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/operation-id": Code(
        "An operationId is another: generated clients call the operation by it.",
        "Keep it, or tell those who generate code.",
        Severity.WARNING,
    ),
    "compat/operation-removed": Code(
        "An operation is gone that was not deprecated before.",
        "Keep it, and deprecate it first.",
    ),
    "compat/operation-retired": Code(
        "An operation is gone that was deprecated before.",
        "See that nobody calls it any more.",
        Severity.WARNING,
    ),
    "compat/parameter-added": Code(
        "A parameter is new, and may be left out.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/parameter-form": Code(
        "A parameter, or a field of a form, is written otherwise: what is sent is read as something else.",
        "Keep its style, or add a parameter of another name.",
    ),
    "compat/parameter-removed": Code(
        "A parameter is gone: who sends it gets an answer as if it was not sent.",
        "Keep it, and deprecate it first.",
        Severity.WARNING,
    ),
    "compat/parameter-required": Code(
        "A parameter has to be sent that had not: who does not is refused.",
        "Leave it optional.",
    ),
    "compat/request-dropped": Code(
        "A member of a request is no longer described: who sends it gets an answer as if it was not sent.",
        "Keep it, and deprecate it first.",
        Severity.WARNING,
    ),
    "compat/request-narrowed": Code(
        "Something that clients could send, or answer to a callback or a webhook, is refused now.",
        "Go on taking it.",
    ),
    "compat/request-undeclared": Code(
        "A member is described that was not before: who sends another thing by that name is refused.",
        "See that nobody does.",
        Severity.NOTE,
    ),
    "compat/request-widened": Code(
        "Something may be sent that was refused before.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/response-narrowed": Code(
        "Something is no longer answered that could be.",
        "Nobody breaks who reads what there is.",
        Severity.NOTE,
    ),
    "compat/response-undeclared": Code(
        "A member of an answer is no longer described: it may be anything, or missing.",
        "Keep describing it as long as it is answered.",
        Severity.WARNING,
    ),
    "compat/response-widened": Code(
        "Something may be answered, or come in a callback or a webhook, that never was: who reads it does not know it.",
        "Go on answering what was promised, or add a new member.",
    ),
    "compat/security": Code(
        "Credentials that were enough are no longer.",
        "Go on taking them.",
    ),
    "compat/security-added": Code(
        "Other credentials are taken too, fewer, or none.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/security-scheme": Code(
        "Credentials of a scheme have to be brought otherwise.",
        "Add a scheme of another name, and take both.",
    ),
    "compat/security-url": Code(
        "Credentials of a scheme are got elsewhere.",
        "Keep the old address in use as long as somebody asks there.",
        Severity.WARNING,
    ),
    "compat/server-removed": Code(
        "No server has a base path any more that one had: who calls below it is not heard.",
        "Keep the server.",
        Severity.WARNING,
    ),
    "compat/status-added": Code(
        "An operation may answer a status of failure that it did not.",
        "Clients should know what to do with any failure.",
        Severity.NOTE,
    ),
    "compat/status-removed": Code(
        "An operation no longer answers a status of failure.",
        "Say which one comes in its place.",
        Severity.WARNING,
    ),
    "compat/success-added": Code(
        "An operation may answer a status of success that it did not: clients may not know it.",
        "Keep to the statuses that are known.",
        Severity.WARNING,
    ),
    "compat/success-removed": Code(
        "An operation no longer answers a status of success: who waits for it waits in vain.",
        "Keep answering it.",
    ),
    "compat/webhook-added": Code(
        "A webhook is new.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/webhook-removed": Code(
        "A webhook is gone that was not deprecated before: who waits for it waits in vain.",
        "Keep it, and deprecate it first.",
    ),
}
