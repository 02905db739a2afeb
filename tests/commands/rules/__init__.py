"""Tests of the commands about rules: real HTTP over loopback, or none."""
