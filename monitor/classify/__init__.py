"""Classifying edits: kinds with evidence, weights, signals, a summary."""
