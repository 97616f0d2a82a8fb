/** Vietnamese: boards, tasks, Today. */
export const desk = {
  "Take out of {stage}": "Đưa ra khỏi {stage}",
  "Taken out of {stage}": "Đã đưa ra khỏi {stage}",
} as const;
