"""The hand-over to a client's CRM: who is in which class, who looks after whom, how much time, what comes next."""
