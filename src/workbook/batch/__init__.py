"""Many clients, each isolated: planned, made side by side, accounted for; on this machine or on a cluster."""
