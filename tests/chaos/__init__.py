"""Faults against the real product: processes killed, connections cut, clocks moved; then a judge compares."""
