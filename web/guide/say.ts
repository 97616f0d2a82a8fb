/** The few words of our own, in English and Vietnamese. */

const EN = {
  help: "Help",
  close: "Close",
  back: "Back",
  next: "Next",
  done: "Done",
  gotIt: "Got it",
  open: "Open",
  search: "Search help",
  nothing: "Nothing here has these words.",
  step: "{n} of {of}",
  ticked: "{n} of {of} done",
  hide: "Hide this list",
  finished: "All done!",
  markDone: "Mark as done",
  isDone: "Done",
  newTab: "opens in a new tab",
  preview: "Preview: only you see this",
};
type Key = keyof typeof EN;
const VI: Record<Key, string> = {
  help: "Trợ giúp",
  close: "Đóng",
  back: "Quay lại",
  next: "Tiếp",
  done: "Xong",
  gotIt: "Đã hiểu",
  open: "Mở",
  search: "Tìm trong trợ giúp",
  nothing: "Không có mục nào chứa những từ này.",
  step: "{n} trên {of}",
  ticked: "Đã xong {n} trên {of}",
  hide: "Ẩn danh sách này",
  finished: "Đã xong tất cả!",
  markDone: "Đánh dấu đã xong",
  isDone: "Đã xong",
  newTab: "mở trong thẻ mới",
  preview: "Xem trước: chỉ bạn thấy",
};

export type Say = (key: Key, values?: Record<string, number>) => string;

export function sayIn(language: string): Say {
  const words = language === "vi" ? VI : EN;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
