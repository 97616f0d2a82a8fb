/** Toasts: how long one stays. */
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { say, Toasts } from "./toasts";

afterEach(() => void vi.useRealTimers());

test("one goes after five seconds, but not while somebody points at it", () => {
  vi.useFakeTimers();
  render(<Toasts />);
  act(() => say("Moved the card", () => undefined));
  const text = screen.getByText("Moved the card");
  fireEvent.pointerEnter(text);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(screen.queryByText("Moved the card")).not.toBeNull();
  fireEvent.pointerLeave(text);
  act(() => void vi.advanceTimersByTime(4_900));
  expect(screen.queryByText("Moved the card")).not.toBeNull();
  act(() => void vi.advanceTimersByTime(200));
  expect(screen.queryByText("Moved the card")).toBeNull();
});
