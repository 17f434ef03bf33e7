import { Type } from 'typebox'

/** What composing needs besides MAIL_FROM; all of it is optional. */
export const mailSettings = {
  BOUNCE_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^[^@\\s+]+@[^@\\s]+$',
      description: 'where bounces go, as bounce+TOKEN@…; the domain of MAIL_FROM if not set',
    }),
  ),
  DKIM_DOMAIN: Type.Optional(Type.String({ minLength: 1, description: 'domain that signs mails (d=)' })),
  DKIM_SELECTOR: Type.Optional(Type.String({ minLength: 1, description: 'selector of the DKIM key (s=)' })),
  DKIM_PRIVATE_KEY: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'RSA key that signs mails: PEM, or the path of a file with it',
    }),
  ),
} as const
