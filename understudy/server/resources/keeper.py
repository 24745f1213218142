"""Who keeps the records of which collection: found by the operation that somebody asks for."""

from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.paths import path_shape
from understudy.contract.resources import Resource, Role, bare
from understudy.contract.samples import Samples
from understudy.project import Project, carriers
from understudy.server.answering.recorded import recorded
from understudy.server.digests import hashed
from understudy.server.resources.above import Above, Below, above
from understudy.server.resources.forms import Forms
from understudy.server.resources.kept import Function, Kept
from understudy.server.resources.linking import Linking
from understudy.server.resources.parts import is_part
from understudy.server.resources.removing import whose
from understudy.server.resources.shelves import Fixed, Made, Part, Shelf
from understudy.state.records import current


class Keeper:
    """Answers those operations of a project that are a collection's, for which there is nothing else."""

    def __init__(
        self, project: Project, placed: Mapping[str, tuple[Resource, Role]], samples: Samples, seed: str
    ) -> None:
        """`placed` are the collections of the project's contract, by the names of their operations."""
        self._project, self._placed, self._samples, self._seed = project, placed, samples, seed
        self._by_shape = {resource.shape: resource for resource, _ in self._placed.values()}
        self._kept: dict[str, Kept] = {}

    def function(self, operation: Operation) -> tuple[Function, str] | None:
        """What answers an operation, and where its records are; None where it is no collection's.

        A list is left to what the contract gives as an example for it until something has been written.
        """
        placed = self._placed.get(operation.name) or self._besides(operation)
        if placed is None or operation.success[1] is None:
            return None
        resource, role = placed
        kept = self._of(resource)
        if not self._is_own(resource, role):
            return None
        return kept.function(role, operation, self._above(operation, resource.shape)), kept.source

    def _besides(self, operation: Operation) -> tuple[Resource, Role] | None:
        """What an operation does that is no collection's, but about its records."""
        return self._acting(operation) or self._telling(operation) or self._removing(operation)

    def _acting(self, operation: Operation) -> tuple[Resource, Role] | None:
        """What an operation does that is no collection's, where it is called after what it does to a record."""
        shape, _, last = bare(path_shape(operation.path)).rpartition("/")
        resource = self._by_shape.get(shape)
        if resource is None or "{" in last or operation.method not in ("POST", "PUT", "PATCH", "DELETE"):
            return None
        return (resource, Role.ACT) if self._of(resource).acting.acts(operation) else None

    def _telling(self, operation: Operation) -> tuple[Resource, Role] | None:
        """What an operation tells of the records of a collection whose path is one of theirs by its look."""
        shape, _, last = bare(path_shape(operation.path)).rpartition("/")
        resource = self._by_shape.get(f"{shape}/{{}}")
        if resource is None or "{" in last or operation.method != "GET":
            return None
        return (resource, Role.TELL) if self._of(resource).beside.meaning(operation) else None

    def _removing(self, operation: Operation) -> tuple[Resource, Role] | None:
        """The collection of which an operation deletes those records that its body names."""
        path = whose(operation)
        resource = self._by_shape.get(f"{path_shape(path)}/{{}}") if path else None
        return (resource, Role.REMOVE) if resource else None

    def above(self, operation: Operation) -> Above:
        """The records without which there is nothing to answer an operation with, where it is no collection's."""
        placed = self._placed.get(operation.name)
        # What is no role of a record's own path, a `POST` to it for instance, is about that record.
        return self._above(operation, placed[0].shape if placed else f"{bare(path_shape(operation.path))}/")

    def _above(self, operation: Operation, shape: str) -> Above:
        found = above(shape, self._by_shape) if operation.declares(404) else ()
        known = [resource for resource in found if self._is_own(resource)]
        return Above(operation.path_names, [(resource, self._of(resource).shelf) for resource in known])

    def _is_own(self, resource: Resource, role: Role = Role.ACT) -> bool:
        """Whether an operation of a collection is about its records, as it is save where that may be but a part."""
        if resource.whole is None or resource.alone:
            return True
        return is_part(self._of(resource).forms, self._of(resource.whole).forms, role)

    def others(self, operation: Operation) -> tuple[int, ...]:
        """The statuses that what answers an operation has for who asks for them, beside the usual one."""
        _, role = self._placed.get(operation.name, (None, None))
        return (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT) if role is Role.REPLACE else ()

    def is_known(self, operation: Operation, given: Mapping[str, Any]) -> bool | None:
        """Whether somebody has written the record that a request names in its path; None where it names none."""
        if operation.name not in self._placed:
            return None
        resource, _ = self._placed[operation.name]
        kept = self._of(resource)
        key = kept.named(operation, given)
        return kept.shelf.is_known(current.get(), key) if key.keys() >= {*kept.forms.resource.key} else None

    def _of(self, resource: Resource) -> "Kept":
        if resource.path not in self._kept:
            self._kept[resource.path] = self._make(resource)
        return self._kept[resource.path]

    def _make(self, resource: Resource) -> "Kept":
        schemas = self._project.contract.schemas.answers
        if resource.whole:
            whole = self._of(resource.whole)
            forms = Forms(resource, schemas, self._samples, links=whole.forms.links)
            shelf = Part(forms, whole.shelf, Made(forms, whole.seed))
            if resource.alone is None or is_part(forms, whole.forms, Role.ACT):
                return Kept(forms, shelf, whole.source, whole.seed, whole.below)
        placed, resource = resource, resource.alone or resource
        below = Below(resource, lambda: self._below(placed))
        read = resource.operations.get(Role.READ)
        for found in recorded(self._project, read, self._samples) if read else ():
            collection, names = found.collection, carriers(found.collection.key, found.around.operation)
            if not found.is_list and len(names) == len(collection.key) and {*names.values()} <= {*resource.key}:
                forms = Forms(resource, schemas, self._samples, self._project.schemas[collection.name])
                return Kept(forms, Fixed(forms, collection, names), collection.source.file, self._seed, below)
        parts = self._parts.get(resource.path, ())
        lists = [operation for each in parts if (operation := each.operations.get(Role.LIST))]
        links = Linking(resource, schemas, lambda: self._nested.get(resource.shape, {}))
        forms = Forms(resource, schemas, self._samples, lists=lists, links=links)
        seed = hashed(self._seed.encode(errors="surrogateescape"))[:16]
        is_written = any(each.is_written for each in (resource, *parts))
        source = "made up, and remembered" if is_written else "made up"
        return Kept(forms, Made(forms, seed), source, seed, below)

    @cached_property
    def _parts(self) -> Mapping[str, list[Resource]]:
        """By the paths of collections those that are parts of them."""
        found: dict[str, list[Resource]] = {}
        for resource in self._by_shape.values():
            if resource.whole:
                found.setdefault(resource.whole.path, []).append(resource)
        return found

    @cached_property
    def _nested(self) -> Mapping[str, Mapping[str, str]]:
        """By the shapes of paths those that lead one step further to something that is read, by their last segment."""
        found: dict[str, dict[str, str]] = {}
        for operation in self._project.contract.operations:
            shape, _, last = bare(path_shape(operation.path)).rpartition("/")
            if operation.method == "GET" and last and "{" not in last:
                found.setdefault(shape, {})[last] = operation.path
        return found

    def _below(self, resource: Resource) -> list[tuple[Resource, Shelf]]:
        found = (each for each in self._by_shape.values() if resource in above(each.shape, self._by_shape))
        return [(each, self._of(each).shelf) for each in found if self._is_own(each)]
