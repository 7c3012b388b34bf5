import './valid-locale.ts';
import '@fontsource-variable/geist';
import '@fontsource-variable/geist-mono';
import '../design/tokens.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { ApiError, setErrorWords } from '../data/client.ts';
import { applyTheme } from '../data/preferences.ts';
import { Toasts } from '../parts/toast.tsx';
import { useLanguage } from '../texts/texts.ts';
import { createConsoleRouter } from './router.tsx';
import { SignInGate } from './sign-in-gate.tsx';
import { WallboardGate } from './wallboard-gate.tsx';
import { WelcomeGate } from './welcome-gate.tsx';

applyTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says what is stale (data/live.ts); nothing is polled.
      staleTime: 60_000,
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.code === 'offline' || error.code === 'unavailable'),
      refetchOnWindowFocus: false,
    },
  },
});
const router = createConsoleRouter();
const loadGerman = () => import('../texts/errors-german.ts').then(({ germanError }) => germanError);

function App() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
    setErrorWords(language === 'de' ? loadGerman : null);
  }, [language]);
  return (
    <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-US'}>
      <QueryClientProvider client={client}>
        <WallboardGate>
          <WelcomeGate>
            <SignInGate>
              <RouterProvider router={router} />
            </SignInGate>
          </WelcomeGate>
        </WallboardGate>
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
