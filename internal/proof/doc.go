// Package proof lets tests look at a workbook with other eyes than ours:
// openpyxl as a second reader, LibreOffice as a second calculator. Only tests
// import it. Where these programs are asked for, tests fail if they are missing:
// .ci/test.sh --全部 installs them. Every day such tests are left out and counted;
// what a workbook stores is then read by an XML decoder (see Stored).
package proof
