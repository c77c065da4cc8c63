"""x"""
CASES = ()
TRIALS = ()
