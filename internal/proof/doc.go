// Package proof lets tests look at a workbook with other eyes than ours:
// openpyxl as a second reader, LibreOffice as a second calculator. Only tests
// import it. Tests fail, never skip, where these programs are missing; the
// README's test command installs them.
package proof
