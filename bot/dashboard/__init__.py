"""The coordinators' pages, under /samordning: a door of their own, behind sign-in, without script.

    app        routes (the table PAGES) and the guard before each page: session, role, form
    desk       `Visit` (who asks, which units they see, how a page is answered) and `Desk` (what all pages share)
    signing    sign-in, sign-out, invitations         people      accounts, log of acts, one's own account
    provider   the organisation's own sign-in           provided    the way there and back
    start      what can be done now                   unit_pages  units, links, signs, forecast; unit_form reads a unit
    assess_rounds  rounds of self-assessments; assess_answers answers them, assess_form reads a form, assess_desk shared
    contacts   the house's own numbers: missing, due, written; contact_form reads one
    assess_result  what a round shows, and files       assess_plan    the plan of a round
    figures    questions and their pictures and files; whole is all that was ever released, as one file
    render     templates and words                    headers     headers, cookie, where a form comes from

How to add a page
-----------------
1. Write a plain function `show(visit: Visit) -> web.Response`. It runs in a thread, so it may wait for the database.
   `visit.who` is the account, `visit.units` the units that it may see (`visit.unit()` the one in the path, or 404),
   `visit.asked` the fields of the address, `visit.form` those that were posted, `visit.may(Role.ALL)` asks for a role.
   What it needs from below (released tables, say) becomes a field of `Desk`, filled in `bot.operations.coordination`.
2. Answer with `visit.page("name.html", …)`; the template extends base.html and fills `main`. `w("key", n=3)` is a word
   of `bot.text.desk` (run `fragestod text merge`, then write the English). A form posts `mark` as a hidden field.
   After something was done: `visit.go("/path")`.
3. Add a line to PAGES: path, show, take (for POST), the least role, and the key of its word in the navigation. The
   guard does the rest; nobody without that role learns that the page is there.

Bytes that are no page (a picture, a file to keep) are a `web.Response` with `headers(type, https=…)` of `headers`.
"""
