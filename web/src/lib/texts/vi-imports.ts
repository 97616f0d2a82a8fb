/** Vietnamese: files that come in and go out. */
export const imports = {
  "All rows of this list, with its filters": "Mọi dòng của danh sách này, theo bộ lọc",
  "CSV, for a spreadsheet": "CSV, cho bảng tính",
  Export: "Xuất",
  "JSON, for a program": "JSON, cho chương trình",
} as const;
