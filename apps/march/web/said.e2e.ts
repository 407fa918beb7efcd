/** What people say in a march: alerts, messages, contingents. */
import "./alerts.contract.ts";
import "./said-narrow.contract.ts";
