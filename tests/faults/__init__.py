"""Processes are killed, brokers emptied, providers lie: what is sent stays sent once."""
