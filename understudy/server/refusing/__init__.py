"""Refusing: errors in the shape and in the words that a contract has for them."""
