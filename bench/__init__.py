"""This program beside its peers and its physical limits, measured in the same run.

    __main__          what is asked for → sections → table
    sections          which contenders stand side by side, and what was promised
    rounds            interleaved rounds, medians and ratios
    worker            one contender in a process of its own, spoken to in JSON lines
    environments      an environment for each peer, made on demand (see peers.txt)
    abstract          the dialog that all walk: pure data
    contenders/       each one module with `prepare() -> run`; `run(count)` does that many rounds of work
    starting, memory, web    what is no loop in one process: cold starts, a million talks, a server and its client
    proving, tenfold  every rule over the shipped dialogs, over ten times as much, and a million states alone
    table             results → text and Markdown

Nothing is written unless --write is given; nothing here is a test (tests never depend on time).
"""
