/** What the dialog says, in the language of the page. */
export type Words = {
  happiness: string;
  nps: string;
  levels: readonly (readonly [level: string, name: string, about: string])[];
  least: string;
  most: string;
  more: string;
  send: string;
  close: string;
  choose: string;
  thanks: string;
  read: string;
};

const EN: Words = {
  happiness: "How happy are you with us?",
  nps: "How likely is it that you recommend us?",
  levels: [
    ["Very Happy", "Very happy", "I would tell others about you"],
    ["Happy", "Happy", "It does what I need"],
    ["Neutral", "Neither happy nor unhappy", "Something is missing"],
    ["Not Happy", "Not happy", "Something has to change"],
  ],
  least: "0: not at all",
  most: "10: for sure",
  more: "What is behind it? (if you like)",
  send: "Send",
  close: "Not now",
  choose: "Choose an answer first.",
  thanks: "Thank you",
  read: "Your answer has been noted. A person reads it.",
};

const VI: Words = {
  happiness: "Bạn hài lòng với chúng tôi đến mức nào?",
  nps: "Bạn sẵn lòng giới thiệu chúng tôi đến mức nào?",
  levels: [
    ["Very Happy", "Rất hài lòng", "Tôi sẽ kể với người khác"],
    ["Happy", "Hài lòng", "Đáp ứng điều tôi cần"],
    ["Neutral", "Bình thường", "Vẫn còn thiếu điều gì đó"],
    ["Not Happy", "Không hài lòng", "Cần phải thay đổi"],
  ],
  least: "0: hoàn toàn không",
  most: "10: chắc chắn",
  more: "Điều gì khiến bạn thấy vậy? (nếu bạn muốn)",
  send: "Gửi",
  close: "Để sau",
  choose: "Trước tiên hãy chọn một câu trả lời.",
  thanks: "Cảm ơn bạn",
  read: "Câu trả lời của bạn đã được ghi nhận. Sẽ có người đọc.",
};

/** English unless the page is Vietnamese. */
export const wordsOf = (locale: string): Words => (locale.toLowerCase().startsWith("vi") ? VI : EN);
