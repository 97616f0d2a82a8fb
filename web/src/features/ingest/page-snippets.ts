/** What one pastes into a page, with the address and the key in it. */
import { t } from "@/lib/t";
import stub from "../../../snippet/stub.js?raw";
import type { Snippet } from "./snippets";

export function pageSnippets(host: string, writeKey: string): Snippet[] {
  return [
    { key: "stub", name: t("Snippet"), text: `<script>\n${stub.trim().replace("HOST", host).replace("WRITE_KEY", writeKey)}\n</script>` },
    { key: "tag", name: t("Strict content policy"), text: `<script async src="${host}/perennia.js" data-write-key="${writeKey}"></script>\n<!-- Content-Security-Policy: script-src ${host}; connect-src ${host} -->` },
    {
      key: "who",
      name: t("Saying who and what"),
      text: `perennia.identify("user-1", { email: "mai@acme.example", name: "Mai" });
perennia.group("acme", { name: "Acme", plan: "Growth" });
perennia.track("Invite Sent");
perennia.feature("Reports");   // ${"`"}data-perennia-feature="Reports"${"`"} does the same
perennia.consent(true);
perennia.feedback();`,
    },
    {
      key: "segment",
      name: t("Segment's client"),
      text: `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({ writeKey: "${writeKey}", cdnURL: "${host}" });
analytics.identify("user-1", { email: "mai@acme.example" });`,
    },
  ];
}
