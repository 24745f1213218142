"""The evaluations keep the contract and their own rules, and their metrics follow from the runs in tests/data.

Those that live do so in each of their stages, and those of scenarios as the others.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import ir_measures
import jsonschema_rs
import pytest
from ir_measures import AP, RR, P, R, SetF, nDCG
from support import ROOT

from understudy import project
from understudy.source import read
from understudy.state import rules
from understudy.state.fixtures import TAGS
from understudy.state.life import Life

CONTRACT = read(ROOT / "openapi.yaml", "openapi.yaml").value
SCHEMAS = CONTRACT["components"]["schemas"]
FIELDS = list(SCHEMAS["EvaluationRecord"]["properties"])
DEFAULTS = {name: schema["default"] for name, schema in SCHEMAS["EvaluationConfig"]["properties"].items()}

EVALUATIONS = read(ROOT / "fixtures" / "evaluations.yaml", "evaluations.yaml", TAGS).value
PROJECT = project.load(ROOT)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def stages() -> dict[str, dict[str, Any]]:
    """Every record in every stage, by its name and the stage's; those that scenarios put in its place as well."""
    known = PROJECT.collections["evaluations"]
    overlaid = [
        (f"{fixture.name} in {scenario.name}", fixture)
        for scenario in PROJECT.scenarios.known.values()
        for fixture in scenario.records.get("evaluations", {}).values()
        if fixture
    ]
    found = {}
    for name, fixture in [(fixture.name, fixture) for fixture in known.fixtures.values()] + overlaid:
        entered = fixture.lifecycle.entered(Life(START), START)
        for index, stage in enumerate(fixture.lifecycle.names or [""]):
            found[f"{name} {stage}".strip()] = fixture.at(index, START, entered)
    return found


RECORDS = stages()
COMPLETED = [name for name, record in RECORDS.items() if record["status"] == "completed"]
RULES = [rules.Rule.compile(rule["rule"], rule["message"]) for rule in EVALUATIONS["rules"]]


def table(dataset_id: str, name: str) -> list[list[str]]:
    """The lines of one file of a dataset, each as its fields."""
    text = (ROOT / "tests" / "data" / dataset_id / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


@cache
def truth(dataset_id: str) -> dict[str, dict[str, int]]:
    """The relevant products of each query."""
    return {query: dict.fromkeys(ids.split(), 1) for query, _, ids in table(dataset_id, "queries")}


@cache
def run(dataset_id: str, retriever_id: str) -> dict[str, list[str]]:
    """The products found by each query that was evaluated, best first."""
    return {query: ids.split() for query, ids in table(dataset_id, retriever_id)}


def measured(record: dict[str, Any], k: int) -> dict[str, float]:
    """The metrics of a record at one K, from its data: the run is cut off there and its queries are averaged."""
    measures = {
        "precision": P @ k,
        "recall": R @ k,
        "f1": SetF(beta=1.0),
        "f2": SetF(beta=4.0),  # as in trec_eval, what is called beta here is beta squared
        "map": AP @ k,
        "ndcg": nDCG @ k,
        "mrr": RR @ k,
    }
    chosen = {name: measures[name] for name in record["config"]["metrics"] or DEFAULTS["metrics"]}
    found = run(record["dataset_id"], record["retriever_id"])
    scores = {query: {ids[rank]: float(-rank) for rank in range(k)} for query, ids in found.items()}
    relevant = {query: truth(record["dataset_id"])[query] for query in found}
    values = ir_measures.calc_aggregate(chosen.values(), relevant, scores)
    return {name: values[measure] for name, measure in chosen.items()}


def broken(record: dict[str, Any]) -> list[str]:
    """The messages of the rules that a record breaks; a field left out reads as null."""
    whole = dict.fromkeys(FIELDS) | record
    return [reason for _, reason in rules.broken(RULES, whole)]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_keeps_its_schema_and_the_rules(name: str) -> None:
    """Every record holds against its schema, names all of its fields, breaks no rule, and is named by its id."""
    schema = jsonschema_rs.validator_for({"$ref": EVALUATIONS["schema"], **CONTRACT}, validate_formats=True)
    record = RECORDS[name]
    assert [error.message for error in schema.iter_errors(record)] == []
    assert sorted(record) == sorted(FIELDS)
    assert broken(record) == []
    assert record["evaluation_id"] == name.partition(" ")[0]


def test_the_records_show_every_state() -> None:
    """Every status of the contract is shown, and both retrievers have several evaluations."""
    assert {record["status"] for record in RECORDS.values()} == set(SCHEMAS["EvaluationStatus"]["enum"])
    assert len({record["evaluation_id"] for record in RECORDS.values()}) >= 10
    retrievers = [record["retriever_id"] for record in RECORDS.values()]
    assert set(retrievers) == {"ret_products_bm25", "ret_products_hybrid"}
    assert min(map(retrievers.count, retrievers)) >= 4


@pytest.mark.parametrize("name", COMPLETED)
def test_metrics_follow_from_the_run(name: str) -> None:
    """The metrics of a completed evaluation are those of its run; the overall ones are those at the largest K."""
    record = RECORDS[name]
    ks = record["config"]["k_values"] or DEFAULTS["k_values"]
    by_k = {str(k): pytest.approx(measured(record, k), rel=0, abs=1e-9) for k in ks}
    assert record["metrics_by_k"] == by_k
    assert record["overall_metrics"] == by_k[str(max(ks))]


@pytest.mark.parametrize("name", COMPLETED)
def test_counts_follow_from_the_run(name: str) -> None:
    """A completed evaluation has evaluated the queries in its run and skipped the others, the empty ones among them."""
    record = RECORDS[name]
    queries, evaluated = truth(record["dataset_id"]), run(record["dataset_id"], record["retriever_id"])
    assert record["total_queries"] == len(queries)
    assert record["evaluated_queries"] == len(evaluated)
    assert record["skipped_queries"] == len(queries.keys() - evaluated.keys())
    assert evaluated.keys().isdisjoint(query for query, text, _ in table(record["dataset_id"], "queries") if not text)


def test_f2_weighs_recall_twice() -> None:
    """f2 is (1 + 2²)·P·R / (2²·P + R): with P = 1/4 and R = 1/3 it is 5/16."""
    relevant, found = {"q": {"a": 1, "b": 1, "c": 1}}, {"q": {"a": 4.0, "x": 3.0, "y": 2.0, "z": 1.0}}
    assert ir_measures.calc_aggregate([SetF(beta=4.0)], relevant, found)[SetF(beta=4.0)] == pytest.approx(5 / 16)


def test_the_candidate_beats_the_baseline() -> None:
    """The two are over the same dataset and configuration, and the candidate is better in every overall metric."""
    baseline, candidate = RECORDS["eval_baseline"], RECORDS["eval_candidate"]
    assert (baseline["dataset_id"], baseline["config"]) == (candidate["dataset_id"], candidate["config"])
    assert baseline["retriever_id"] != candidate["retriever_id"]
    for metric, value in baseline["overall_metrics"].items():
        assert candidate["overall_metrics"][metric] > value, metric


def walk(name: str) -> list[tuple[str, int]]:
    """The status of a record and what it has evaluated, in each of its stages."""
    own = [record for known, record in RECORDS.items() if known.startswith(f"{name} ") and " in " not in known]
    return [(record["status"], record["query_count"]) for record in own]


@pytest.mark.parametrize(
    ("name", "end"), [("eval_live", "completed"), ("eval_counted", "completed"), ("eval_doomed", "failed")]
)
def test_what_lives_grows(name: str, end: str) -> None:
    """From pending over several steps of progress to its end; what has been evaluated is not taken back."""
    statuses, counts = zip(*walk(name), strict=True)
    assert list(dict.fromkeys(statuses)) == ["pending", "in_progress", end]
    assert statuses.count("in_progress") > 1
    assert list(counts) == sorted(counts)
    progress = [count for status, count in walk(name) if status == "in_progress"]
    assert progress == sorted(set(progress))


def test_the_live_one_is_what_the_candidate_is() -> None:
    """It ends as the candidate has, and takes the ten seconds that it says."""
    fixture = next(f for f in PROJECT.collections["evaluations"].fixtures.values() if f.name == "eval_live")
    assert fixture.lifecycle.stages[-1].after == timedelta(seconds=10)
    assert RECORDS["eval_live completed"]["metrics_by_k"] == RECORDS["eval_candidate"]["metrics_by_k"]


HALVES = dict.fromkeys(DEFAULTS["metrics"], 0.5)
KS = [str(k) for k in DEFAULTS["k_values"]]

ENDED = "set completed_at exactly when status is completed or failed"
CREATED = "created_at may not be later than updated_at"
BETWEEN = "completed_at may be neither earlier than created_at nor later than updated_at"
OVERALL = "set overall_metrics exactly when status is completed"
BY_K = "set metrics_by_k exactly when status is completed"
OVERALL_NAMES = (
    "overall_metrics has one number per metric in config.metrics (null is precision, recall, f1, map, ndcg, mrr)"
)
BY_K_KEYS = "metrics_by_k has one entry per K in config.k_values (null is 1, 5, 10, 20), the K as a string its key"
BY_K_NAMES = "each entry of metrics_by_k has one number per metric in config.metrics"
OVERALL_RANGE = "every value in overall_metrics lies between 0 and 1"
BY_K_RANGE = "every value in metrics_by_k lies between 0 and 1"
COUNTED = "set total_queries, evaluated_queries and skipped_queries when status is completed"
ADDS_UP = "once the run has ended, total_queries = evaluated_queries + skipped_queries"
EXCEEDS = "evaluated_queries + skipped_queries may not exceed total_queries"
QUERY_COUNT = "query_count equals evaluated_queries, or 0 while that is null"
FAILED = "set error_message exactly when status is failed"

BITES: list[tuple[str, dict[str, Any], str]] = [
    ("eval_baseline", {"completed_at": None}, ENDED),
    ("eval_failed_at_once", {"completed_at": None}, ENDED),
    ("eval_running", {"completed_at": "2026-02-16T09:06:00Z"}, ENDED),
    ("eval_running", {"created_at": "2026-02-16T09:06:03Z"}, CREATED),
    ("eval_running", {"updated_at": "2026-02-16T10:05:30+01:00"}, CREATED),
    ("eval_unicode", {"completed_at": "2026-02-09T07:29:59.999Z"}, BETWEEN),
    ("eval_unicode", {"completed_at": "2026-02-11T12:05:48.001Z"}, BETWEEN),
    ("eval_baseline", {"overall_metrics": None}, OVERALL),
    ("eval_failed_midway", {"overall_metrics": HALVES}, OVERALL),
    ("eval_baseline", {"metrics_by_k": None}, BY_K),
    ("eval_running", {"metrics_by_k": dict.fromkeys(KS, HALVES)}, BY_K),
    ("eval_baseline", {"overall_metrics": {"precision": 0.5}}, OVERALL_NAMES),
    ("eval_baseline", {"overall_metrics": HALVES | {"f2": 0.5}}, OVERALL_NAMES),
    ("eval_config_null", {"overall_metrics": HALVES | {"f2": 0.5}}, OVERALL_NAMES),
    ("eval_config_null", {"config": {}, "overall_metrics": {}}, OVERALL_NAMES),
    ("eval_baseline", {"config": DEFAULTS | {"k_values": [1, 5, 10]}}, BY_K_KEYS),
    ("eval_baseline", {"config": DEFAULTS | {"k_values": [1, 5, 10, 20, 50]}}, BY_K_KEYS),
    ("eval_config_null", {"metrics_by_k": {"10": HALVES}}, BY_K_KEYS),
    ("eval_config_null", {"config": {}, "metrics_by_k": {}}, BY_K_KEYS),
    ("eval_baseline", {"metrics_by_k": {key: {} for key in KS}}, BY_K_NAMES),
    ("eval_config_null", {"metrics_by_k": dict.fromkeys(KS, HALVES | {"f2": 0.5})}, BY_K_NAMES),
    ("eval_baseline", {"overall_metrics": HALVES | {"ndcg": 1.01}}, OVERALL_RANGE),
    ("eval_baseline", {"overall_metrics": HALVES | {"ndcg": -1}}, OVERALL_RANGE),
    ("eval_baseline", {"metrics_by_k": dict.fromkeys(KS, HALVES | {"mrr": 2})}, BY_K_RANGE),
    ("eval_baseline", {"metrics_by_k": dict.fromkeys(KS, HALVES | {"mrr": -0.01})}, BY_K_RANGE),
    ("eval_baseline", {"total_queries": None}, COUNTED),
    ("eval_skipped", {"skipped_queries": None}, COUNTED),
    ("eval_skipped", {"skipped_queries": 2}, ADDS_UP),
    ("eval_failed_midway", {"skipped_queries": 0}, ADDS_UP),
    ("eval_running", {"skipped_queries": 16}, EXCEEDS),
    ("eval_running", {"total_queries": 8, "skipped_queries": None}, EXCEEDS),
    ("eval_running", {"query_count": 10}, QUERY_COUNT),
    ("eval_pending", {"query_count": 1}, QUERY_COUNT),
    ("eval_failed_midway", {"error_message": None}, FAILED),
    ("eval_candidate", {"error_message": "The index was not found."}, FAILED),
]


@pytest.mark.parametrize(("name", "change", "message"), BITES)
def test_a_rule_bites(name: str, change: dict[str, Any], message: str) -> None:
    """A record with one thing wrong breaks one rule, and is told which."""
    assert broken(RECORDS[name] | change) == [message]


def test_every_rule_bites() -> None:
    """No rule is idle: each has a record in the table that breaks it."""
    assert {message for _, _, message in BITES} == {rule.message for rule in RULES}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("eval_config_null", {"config": {}}),
        ("eval_baseline", {"overall_metrics": HALVES | {"precision": 0, "mrr": 1}}),
        ("eval_running", {"total_queries": None, "skipped_queries": None}),
        ("eval_running", {"skipped_queries": 15}),
    ],
)
def test_a_rule_asks_for_no_more_than_it_says(name: str, change: dict[str, Any]) -> None:
    """A config may leave its lists out, 0 and 1 are values, and counts may come late."""
    assert broken(RECORDS[name] | change) == []
