// Segment's own browser client on a page: begin(KEY, HOST, options) starts it, as the documentation of Perennia says.
import { AnalyticsBrowser } from "@segment/analytics-next";

window.begin = (writeKey, cdnURL, options) => {
  window.analytics = AnalyticsBrowser.load({ writeKey, cdnURL }, options);
  return window.analytics.ready();
};
