"""PP-OCR: small neural networks that find the lines of a page and read them, run by OpenVINO on one core.

`models` loads the two networks, `detect` finds the lines in a picture, `lines` reads one of them.
"""
