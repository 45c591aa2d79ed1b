/** React's developer tools are not part of the built console; Ink asks for them only where DEV is set. */
export default { initialize: () => undefined, connectToDevTools: () => undefined };
