/** A mail can do nothing in its frame. */
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { MailFrame } from "./mail-frame";

test("scripts, forms and the page around are out of reach, and so are pictures from elsewhere", () => {
  render(<MailFrame html="<img src=https://elsewhere.example/x.gif><script>parent.x = 1</script>" />);
  const frame = screen.getByTitle("The message as its reader sees it");
  expect(frame.hasAttribute("sandbox")).toBe(true);
  expect(frame.getAttribute("sandbox")).not.toMatch(/allow-(scripts|same-origin|forms|top-navigation)/);
  expect(frame.getAttribute("srcdoc")).toContain("default-src 'none'");
  expect(frame.getAttribute("srcdoc")).toContain("img-src data:");
});
