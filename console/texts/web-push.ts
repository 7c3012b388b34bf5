import { defineTexts } from './texts.ts';

export const webPushTexts = defineTexts({
  en: {
    title: 'Notify this browser',
    intro:
      'New incidents appear as notifications here, also while the console is closed. Press one to open its incident.',
    privacy:
      'Notifications go through the push service of the browser’s maker. They are encrypted for this browser: the service sees when something is sent and how long it is, not what it says.',
    action: 'Allow notifications',
    nameHint: 'So that your team knows whose browser it is.',
    why: {
      insecure:
        'Browsers allow notifications only over HTTPS or on localhost. Open the console by such an address.',
      unsupported:
        'This browser has no web push. On an iPhone or iPad, first add the console to the home screen (Share, Add to Home Screen) and open it from there.',
      denied:
        'Notifications from this address are blocked. Allow them in the settings of the site (the icon beside the address), then try again.',
      'no-service':
        'The browser could not reach its push service. It needs the internet for this; some browsers have no such service at all.',
    },
  },
  de: {
    title: 'Diesen Browser benachrichtigen',
    intro:
      'Neue Vorfälle erscheinen hier als Benachrichtigung, auch wenn die Konsole geschlossen ist. Ein Druck darauf öffnet den Vorfall.',
    privacy:
      'Benachrichtigungen laufen über den Push-Dienst des Browserherstellers. Sie sind für diesen Browser verschlüsselt: Der Dienst sieht, wann etwas gesendet wird und wie lang es ist, nicht was darin steht.',
    action: 'Benachrichtigungen erlauben',
    nameHint: 'Damit das Team weiß, wessen Browser es ist.',
    why: {
      insecure:
        'Browser erlauben Benachrichtigungen nur über HTTPS oder auf localhost. Die Konsole über eine solche Adresse öffnen.',
      unsupported:
        'Dieser Browser kennt kein Web Push. Auf einem iPhone oder iPad die Konsole zuerst zum Home-Bildschirm hinzufügen (Teilen, Zum Home-Bildschirm) und von dort öffnen.',
      denied:
        'Benachrichtigungen dieser Adresse sind blockiert. In den Einstellungen der Website (Symbol neben der Adresse) erlauben und noch einmal versuchen.',
      'no-service':
        'Der Browser hat seinen Push-Dienst nicht erreicht. Dafür braucht er das Internet; manche Browser haben keinen solchen Dienst.',
    },
  },
});
