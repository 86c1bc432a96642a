"""Prints as JSON what openpyxl reads of the workbooks named on the command line.

With --values first, only the values of the cells, which takes a fifth of the time.
"""
import json
import sys

import openpyxl


def style(c):
    f, b, a = c.font, c.border, c.alignment
    sides = "".join((getattr(getattr(b, s), "style", None) or "-") + "," for s in ("left", "right", "top", "bottom"))
    return f"{f.name}/{f.sz}/{f.b}/{c.fill.fgColor.rgb}/{sides}/{a.horizontal}/{a.vertical}/{a.wrap_text}/{a.indent}/{c.number_format}"


def sheet(ws, formulas):
    cells = {}
    for row in ws.iter_rows():
        for c in row:
            f = formulas[c.coordinate].value
            f = getattr(f, "text", f)
            formula = f if isinstance(f, str) and formulas[c.coordinate].data_type == "f" else ""
            comment = c.comment.text if c.comment else ""
            if c.value is None and not formula and not comment and not c.has_style:
                continue
            value = "" if c.value is None else repr(c.value) if isinstance(c.value, float) else str(c.value)
            cells[c.coordinate] = {"value": value, "type": c.data_type, "formula": formula,
                                   "style": style(c), "comment": comment}
    p = ws.page_setup
    rules = sorted(f"cf {r.sqref} {x.formula}" for r in ws.conditional_formatting for x in r.rules)
    rules += sorted(f"dv {d.sqref} {d.type} {d.formula1}" for d in ws.data_validations.dataValidation)
    area = ws.print_area
    return {
        "name": ws.title, "state": ws.sheet_state, "cells": cells,
        "max_row": ws.max_row, "max_col": ws.max_column,
        "merges": sorted(str(m) for m in ws.merged_cells.ranges),
        "heights": {str(k): d.height for k, d in ws.row_dimensions.items() if d.height},
        "widths": {k: d.width for k, d in ws.column_dimensions.items() if d.width},
        "print_area": area if isinstance(area, str) else ",".join(area or []),
        "print_title": ws.print_title_rows or "",
        "page": {"orientation": str(p.orientation), "paper": str(p.paperSize), "width": str(p.fitToWidth),
                 "height": str(p.fitToHeight), "fit": str(ws.sheet_properties.pageSetUpPr and ws.sheet_properties.pageSetUpPr.fitToPage),
                 "centred": str(ws.print_options.horizontalCentered), "footer": str(ws.oddFooter.center.text),
                 "header": str(ws.oddHeader.center.text),
                 "margins": f"{ws.page_margins.left}/{ws.page_margins.right}/{ws.page_margins.top}/{ws.page_margins.bottom}"},
        "freeze": ws.freeze_panes or "", "rules": rules,
    }


def names(wb):
    d = wb.defined_names
    items = d.definedName if hasattr(d, "definedName") else d.values()
    return {n.name: n.attr_text for n in items}


def values_only(path):
    wb = openpyxl.load_workbook(path, data_only=True, read_only=True)
    sheets = []
    for ws in wb:
        cells = {}
        for row in ws.iter_rows():
            for c in row:
                if c.value is not None:
                    cells[c.coordinate] = {"value": repr(c.value) if isinstance(c.value, float) else str(c.value),
                                           "type": c.data_type}
        sheets.append({"name": ws.title, "cells": cells})
    return {"sheets": sheets}


books = []
files = sys.argv[1:]
if files[0] == "--values":
    json.dump([values_only(path) for path in files[1:]], sys.stdout)
    sys.exit()
for path in files:
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    books.append({"sheets": [sheet(ws, formulas[ws.title]) for ws in values], "names": names(values)})
json.dump(books, sys.stdout)
