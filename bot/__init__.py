"""Frågestöd: scripted, model-free support for staff who ask about violence in close relationships.

The map of the house. A room may use only rooms below it; `make check` proves that.

    __main__, cli                 parses a command, calls, prints
    app                           the only wiring: builds the parts and hands them to each other
    operations                    backup, restore and the doctor, for the people who run an installation
    channels                      a press in, a turn out: terminal, web, the author's page; each knows no other
    dashboard                     the coordinators' pages; sees released tables only
    api                           released figures for programs, read-only, behind tokens
    storage                       releases, keys and the database's migrations
    publish                       pictures, PDF and spreadsheets, drawn from a value
    testing                       a Bot API stub and scriptable users; ships with the wheel
    conversation                  the one use case: open the token, fold, render, count
    check                         explores every path and proves the rules on each
    draw                          a dialog as a tree, a drawing, a flowchart
    plans                         written conversations, replayed as they were
    audit                         attacks an installation to prove what it does not keep
    statistics                    presses become cells, cells become released tables
    practice, assess              feedback and repetition; an organisation's self-assessment
    text                          catalogues, placeholders, the lint of the words
    directory                     who can help, where, at this hour
    engine                        the heart: step(release, state, choice), answers, tokens
    dialog                        YAML becomes a release, or a list of problems with line and column
    conditions                    a small checked language over finite domains
    problem                       what an author did, where, and what to do about it
    settings, logs                one table of settings; the only fields that may be logged

Reading order for a newcomer: `problem`, `conditions`, `dialog.model`, `engine.step`, `conversation`,
one channel, then `app`. Above `channels` anything may be used; below them there is no chat, web or
database package, and YAML is read in `dialog` alone. Clock and chance are arguments.
"""

__version__ = "0.1.0"
