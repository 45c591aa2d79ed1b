import { type Dispatcher, Pool } from 'undici';
import { authorizationFor } from '../../deploy/native/keyed-fetch';

/** Keep-alive connections to one service, with the key that this process shows it. */
export class KeyedPool extends Pool {
  private readonly authorization: { readonly authorization?: string };

  constructor(url: string, options?: Pool.Options) {
    super(url, options);
    this.authorization = authorizationFor(url);
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch({ ...options, headers: { ...this.authorization, ...(options.headers as Record<string, string> | undefined) } }, handler);
  }
}
