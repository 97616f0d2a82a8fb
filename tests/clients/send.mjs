// Drives Segment's own Node client: node send.mjs HOST WRITE_KEY
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const errors = [];
const analytics = new Analytics({ writeKey, host, flushAt: 20, maxRetries: 1 });
analytics.on("error", (error) => errors.push(String(error.reason ?? error)));

analytics.page({ anonymousId: "browser-1", name: "Pricing", category: "Docs", properties: { path: "/pricing" } });
analytics.identify({ userId: "node-ann", anonymousId: "browser-1", traits: { email: "ann@example.com", name: "Ánh" } });
analytics.group({ userId: "node-ann", groupId: "acme", traits: { name: "Acme", employees: "50" } });
analytics.track({ userId: "node-ann", event: "Feature Used", properties: { feature: "Reports", seconds: 12 }, context: { groupId: "acme" } });
analytics.screen({ userId: "node-ann", name: "Home" });
analytics.alias({ previousId: "node-former", userId: "node-ann" });
analytics.track({ userId: "node-ann", event: "Signed In", timestamp: new Date(Date.now() - 3600_000) });

await analytics.closeAndFlush({ timeout: 10_000 });
console.log(JSON.stringify({ errors }));
