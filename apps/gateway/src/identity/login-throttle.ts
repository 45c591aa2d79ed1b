/** What stands between a guesser and the passwords. */
export interface LoginGate {
  /** Before the password is looked at. @throws ApiError where there were too many tries */
  admit(account: string, address: string): Promise<void>;
  /** After the right password. */
  succeeded(account: string, address: string): Promise<void>;
}

export const LOGIN_GATE = Symbol('LOGIN_GATE');
