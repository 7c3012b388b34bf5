/** An object of which every operation that is not its own is passed on by name. */

type Forward = (...args: unknown[]) => Promise<unknown>;

/** `forward` makes an operation when it is first asked for. */
export const forwarding = <T extends object>(own: Partial<T>, forward: (operation: string) => Forward): T =>
  new Proxy(own as T, {
    get(target, name, receiver) {
      // A promise asks what it is given whether it is one.
      if (typeof name !== 'string' || name === 'then' || Reflect.has(target, name))
        return Reflect.get(target, name, receiver);
      const operation = forward(name);
      Reflect.set(target, name, operation);
      return operation;
    },
  });
