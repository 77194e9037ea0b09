/** As the contract asks (people.ts): length is what protects. */
export const minPasswordLength = 10;

/** Whether a new password and its repetition can be sent. */
export const isNewPassword = (value: string, again: string): boolean =>
  value.length >= minPasswordLength && value === again;
