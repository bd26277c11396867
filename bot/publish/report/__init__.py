"""Reports in words, and what is drawn from them: terminal, CSV, Excel, JSON, PDF, pictures.

    statistics.reports.answer → Report → word → Document → as_text, as_csv, as_excel, as_json, pdf, chart

Every export shows the same figures, with the same ones withheld, for all of them print one `Document`."""
