"""The errors of CityKG. All derive from KgError; only ``cli`` turns them into exit codes.

KgError
├── InputError     an input cannot be read: path, reason
├── StoreError     the store cannot be opened or written: path, reason
│   ├── RemoteError a remote store cannot be reached, or does not do what it is asked
│   └── WorldError a public source of facts cannot be asked: where, reason
│       └── SlowError  it does not answer such a question in its time
├── QueryError     a query is wrong or unknown
│   └── ReachError a query reaches out of the store
├── ShapeError     shapes or a graph to validate cannot be read
├── ExportError    the graph cannot be written in a format, or to a place: what, why
└── TaskError      a process could not finish a piece of work: reason
"""


class KgError(Exception):
    """What went wrong: what was being done, the value that failed, what to do next."""


class InputError(KgError):
    """An input that was named by the user cannot be read."""


class StoreError(KgError):
    """The store cannot be opened, is in use, or cannot be written."""


class RemoteError(StoreError):
    """A remote store cannot be reached, refuses, or does not keep what it was given."""


class QueryError(KgError):
    """A query does not parse, or no query of that name exists."""


class ReachError(QueryError):
    """A query asks another server, which is not allowed."""


class ShapeError(KgError):
    """Shapes, or a graph to validate, cannot be read."""


class WorldError(StoreError):
    """A public source of facts (a SPARQL endpoint, a dump) cannot be read, or gives no usable answer."""


class SlowError(WorldError):
    """A public source of facts does not answer a question in its time; a smaller one may do."""


class ExportError(KgError):
    """The graph, or something in it, cannot be written in this format or to this place."""


class TaskError(KgError):
    """A process could not finish the piece of work that it was given."""
