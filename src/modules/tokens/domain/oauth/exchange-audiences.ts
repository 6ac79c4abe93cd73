/** Who a session may be exchanged for a token for. */
export abstract class ExchangeAudiences {
  abstract allows(audience: string): boolean;
}
