/** Receivers inside the network that the operator allows a tenant (or all) while the server runs. */

/** The tenant of what is allowed to all. */
export const everybody = '*';

/** One document per tenant, under the tenant's id. */
export interface ReceiverAllowance {
  /** As in NOTIFY_ALLOW_PRIVATE: networks, addresses and host names, with or without a port. */
  entries: string[];
}
