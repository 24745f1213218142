"""Answering: what there is to answer an operation with, and the answer that is made of it."""
