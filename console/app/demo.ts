/** Whether the server asks nobody who they are. */
import { createContext, useContext } from 'react';

export const DemoContext = createContext(false);
export const useIsDemo = (): boolean => useContext(DemoContext);
