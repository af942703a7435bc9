"""The decisions of the worker as pure functions: no I/O, no clock, no environment, no SQL, no OCR."""
