"""Layers: what a request passes through, and its answer on the way back; `app.py` has them in their order."""
