"""A table as a blob: Parquet named by its SHA-256, so that tables that are equal are stored once."""

import hashlib
from functools import cache

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema

_ARROW = {"string": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(), "object": pa.date32()}
_PANDAS = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}


def sha256(content: bytes) -> str:
    """The name of some bytes."""
    return hashlib.sha256(content).hexdigest()


def encoded(table: str, frame: pd.DataFrame) -> bytes:
    """The rows of a table in order, without index and attrs. The same rows give the same bytes.

    Raises ValueError when the frame's columns are not the contract's.
    """
    fields = pa.schema([(name, _ARROW[dtype]) for name, dtype in _dtypes(table).items()])
    if list(frame.columns) != fields.names:
        raise ValueError(f"{table}: {list(frame.columns)} are not the columns of the contract")
    columns = [pa.array(frame[field.name], type=field.type, from_pandas=True) for field in fields]
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, schema=fields), buffer, compression="zstd", store_schema=False)
    return bytes(buffer.getvalue())


def decoded(table: str, content: bytes) -> pd.DataFrame:
    """The frame again, in the types of the contract; a date that is missing is None.

    A blob of an older contract lacks columns that are new since: they come empty.
    """
    stored = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
    frame = stored.to_pandas(types_mapper=_PANDAS.get, date_as_object=True)
    dtypes = _dtypes(table)
    if list(frame.columns) != list(dtypes):
        frame = frame.reindex(columns=list(dtypes)).astype(dtypes)
    return frame


@cache
def _dtypes(table: str) -> dict[str, str]:
    """The dtypes of a table's columns by name. Making the empty frame takes longer than reading most blobs."""
    return {name: str(dtype) for name, dtype in empty_frame(schema().tables[table]).dtypes.items()}
