"""The programming interface, under /api/v1: released figures for programs, read-only, behind tokens.

    operations   the table of what can be asked, from which routes and the OpenAPI document are made
    models       what may stand in an address, and what is answered: one set of models for reading, writing, describing
    answers      each operation as a function from `Call` to `Answer`
    desk         `Desk` (what all share), `Call` (who asks, and what), `Answer`
    door         routes, and the guard before each: token, brakes, media type, fields, what is still fresh
    negotiation  media type, language and freshness, as RFC 9110 has them
    faults       what is said when the answer is no (RFC 9457)
    document     the OpenAPI document; reference: the same as a page and as Markdown

How to add an operation: a function in answers, models for what it takes and gives, a line in OPERATIONS.
"""
