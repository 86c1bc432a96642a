// Package check proves that what staff typed in and the tables made of it agree
// (勾稽关系): it compiles a pack's rules and evaluates them over a ledger and
// its views, exactly, in decimals of 元.
//
// In: the rules of a pack, a Ledger, its views. Out: findings, each with the
// rule's id and, for a record, its cell; a rule that cannot be evaluated is a
// finding too. Never: the equations themselves, which are data of the pack;
// binary floats; files, clocks or anything else outside.
//
// # The language of rules
//
// Expressions are those of github.com/expr-lang/expr, cut down to what ends
// soon and cannot surprise: texts in "quotes", numbers, + - * /, == != < <= >
// >=, and, or, not, x in ["a", "b"], a ? b : c, startsWith, endsWith, contains,
// matches, and the functions below. Numbers are exact decimals (a quotient has
// sixteen decimals); there are no loops, variables or builtins.
//
// A rule with 表 sees a record: its fields as texts, its amounts in 元, 行号. A
// rule with 视图 sees a row: its texts (科目编码, 科目名称, 层级, …) and its
// columns in 元. A name that is no word of the language goes into 列("…");
// the unit in brackets may be left off: 金额 is 金额(元).
//
//	求和("支出明细", "金额", {项目名称: 项目名称, 支出类型: "项目支出"})  sum of the records with these values
//	中位数("支出明细", "金额", {单位: 单位})                              the median of their amounts
//	各行("支出明细", {…})                                              where they stand: 第 8-12、15 行
//	文中金额(x)                                                       the largest sum of money that a text names, in 元
//	文中金额(x, "总额|合计")                                            the largest right behind one of these words
//	计数("支出明细", {…})  有("支出明细", {…})  首行("支出明细", {…})      how many; any; the row of the first
//	有("基本支出按经济科目", {政府经济科目名称: "…"})                    whether a view has a row with these texts
//	视图("支出总表", "合计")  视图("支出总表", "合计", "201")           root amount; amount by key, 0 if absent
//	码表("功能科目", 功能科目编码, "预算类别")                          a column of a code list
//	同级("功能科目", 功能科目编码, "事业运行")                            the code with this name below the same parent, "" if none
//	含("甲|乙", x)  开头是(x, "301", "303")                           one of a list; begins with any
//	并列(x, y, "丙")                                                  the texts that are not empty: 甲、丙
//	数("收入总计")                                                      a number that the pack defines
//	基本信息("部门名称")  绝对值(x)  四舍五入(x, 2)
//	下级("合计")                                                      in a rule with 视图: the rows directly below, added up; a row without any is its own sum
//	格("收入总计")  格("收入总计", "预算数")  格("表一", "收入总计", "预算数")  in a rule with 公开表: the figure in a cell of a finished table
//
// # Finished tables
//
// Rules are also applied to a finished workbook (Finished): those without 表, with
// views read back from the cells that print them. A rule with 公开表 is applied to
// nothing else; with 视图 too it sees a row of that view. 格 names a cell by the
// label before it (甲/乙: the first 乙 after 甲) and the header above it (甲/乙: 乙
// below 甲; tags in headers stand for any text, so that 年合计 is {{年度}}年合计);
// amounts are 元 there too. A rule that needs what the workbook does not show is left
// out. Where it compares amounts (== <= >= < >) at its top, both sides and their
// cells are reported, and a difference within the rounding of printed figures is a
// note.
package check
