/** Vietnamese: keys of one's own, and the app on a device. */
export const keys = {
  "As it was": "Như cũ",
  "Create: a task, a customer, a segment": "Tạo: công việc, khách hàng, phân khúc",
  "Install on this device": "Cài đặt trên thiết bị này",
  "Press a key; ⌫ for none": "Nhấn một phím; ⌫ để bỏ",
  'That key is "{name}" already.': "Phím đó đã là “{name}”.",
  "The key is changed": "Đã đổi phím",
  "The key is switched off": "Đã tắt phím",
  "switched off": "đã tắt",
} as const;
