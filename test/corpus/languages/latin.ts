import type { Tongue } from './languages.ts'

/** German, Spanish and French: one event, told by hand in each. */
export const latinTongues: readonly Tongue[] = [
  {
    code: 'de',
    digest: 'Der Tag in drei Minuten',
    outlets: ['Wendener Bote', 'Tagblatt am Isk'],
    banner: 'Zur Startseite · Abonnement · Anzeigenannahme täglich bis 16 Uhr',
    footer: 'Der Wendener Bote erscheint seit 1871 an jedem Werktag und gehört seinen Setzern.',
    title: 'Alte Eisenbahnbrücke über den Isk stürzt in der Nacht ein',
    retitled: 'Eine Stunde nach dem Güterzug fiel die Brücke',
    paragraphs: [
      'Die 130 Jahre alte Eisenbahnbrücke über den Isk bei Harrow ist in der Nacht zum Dienstag eingestürzt, eine Stunde nachdem ein Güterzug mit 22 Wagen sie überquert hatte. Verletzt wurde niemand.',
      'Der Fährmann Jost Bremme hörte gegen zwei Uhr ein Geräusch, das er mit dem Zuschlagen einer sehr großen Tür verglich. „Ich habe die Laterne genommen und bin hinuntergegangen“, sagte er, „und da war der Himmel größer als sonst.“',
      'Die Bahn sperrte die Strecke nach Quellin auf unbestimmte Zeit und richtete einen Busverkehr ein. Gutachter vermuten, dass das Novemberhochwasser den mittleren Pfeiler unterspült hat; sie wollen ihn untersuchen, sobald der Pegel unter vier Meter gefallen ist.',
    ],
    laterLead:
      'Nach dem Einsturz der Eisenbahnbrücke über den Isk bei Harrow haben Taucher am Dienstagnachmittag ein drei Meter tiefes Loch unter dem mittleren Pfeiler gefunden. Verletzt wurde niemand.',
    laterTitle: 'Taucher finden Loch unter eingestürzter Brücke am Isk',
    rivalTitle: 'Eisenbahnbrücke über den Isk in der Nacht eingestürzt',
    rival: [
      'Wo gestern noch Züge fuhren, brüten heute Ratlosigkeit und zwei Ingenieure: Von der Harrower Brücke stehen nur mehr die Köpfe, dazwischen strömt braunes Wasser.',
      '„Ich habe die Laterne genommen und bin hinuntergegangen“, sagte er, der Fährmann Bremme, „und da war der Himmel größer als sonst.“ Pendler aus vier Gemeinden müssen nun über Lowfen ausweichen, was den Weg um fünfzig Minuten verlängert.',
    ],
    others: [
      [
        'Stadtrat verbietet Laubbläser vor acht Uhr',
        'Mit großer Mehrheit hat der Stadtrat beschlossen, dass Laub in Wenden künftig erst nach dem Frühstück fliegen darf.',
      ],
      [
        'Bäckerei Thum backt wieder',
        'Drei Monate nach dem Brand hat die Bäckerei Thum am Markt ihren Ofen angeheizt; die Schlange reichte bis zur Post.',
      ],
    ],
    weather: [
      [
        'Das Wetter am Montag',
        'Morgens Nebel in den Tälern, später sonnig, Höchstwerte um 11 Grad. Nachts leichter Frost. Die Aussichten: wenig Änderung.',
      ],
      [
        'Das Wetter am Dienstag',
        'Morgens Nebel in den Tälern, später Regen, Höchstwerte um 8 Grad. Nachts frostfrei. Die Aussichten: unbeständig.',
      ],
    ],
  },
  {
    code: 'es',
    digest: 'El día en tres minutos',
    outlets: ['El Faro de Corran', 'Diario de Nessel'],
    banner: 'Portada · Edición impresa · Escuche esta noticia',
    footer: 'Suscríbase al boletín de El Faro y reciba cada mañana las mareas y las noticias del puerto.',
    title: 'Se derrumba de madrugada el viejo puente ferroviario sobre el Isk',
    retitled: 'El puente aguantó hasta que pasó el último tren',
    paragraphs: [
      'El puente ferroviario sobre el río Isk, en Harrow, con 130 años de servicio, se derrumbó en la madrugada del martes, una hora después de que lo cruzara un tren de mercancías de 22 vagones. No hubo heridos.',
      'El barquero Jost Bremme oyó hacia las dos un ruido que comparó con el portazo de una puerta enorme. «Cogí el farol y bajé», contó, «y el cielo era más grande que de costumbre».',
      'La compañía ferroviaria cerró sin fecha la línea de Quellin y puso autobuses. Los peritos sospechan que la crecida de noviembre socavó el pilar central, y piensan examinarlo en cuanto el nivel del agua baje de los cuatro metros.',
    ],
    laterLead:
      'Unos buzos hallaron en la tarde del martes un hueco de tres metros bajo el pilar central del puente ferroviario del Isk, en Harrow, que se había derrumbado de madrugada. No hubo heridos.',
    laterTitle: 'Hallan un hueco bajo el pilar del puente caído en el Isk',
    rivalTitle: 'Se derrumba de madrugada el viejo puente ferroviario sobre el Isk',
    rival: [
      'Los vecinos de Harrow desayunaron frente a un paisaje nuevo: dos muñones de piedra, una maraña de hierro y un silencio que el expreso de las siete no vino a romper.',
      '«Cogí el farol y bajé», contó Bremme, el barquero, «y el cielo era más grande que de costumbre». La alcaldesa pidió al gobierno un puente provisional antes de Navidad y recordó que lo había pedido también hace cuatro años.',
    ],
    others: [
      [
        'La lonja bate su récord de sardina',
        'Cuarenta toneladas en una sola noche: los armadores no recuerdan nada parecido y el hielo se acabó a las cinco.',
      ],
      [
        'Un gato viaja de polizón hasta Tolvik',
        'Apareció dormido en un rollo de cabo, a dos días de casa, y el capitán lo inscribió en el rol como grumete.',
      ],
    ],
    weather: [
      [
        'El tiempo para el lunes',
        'Nieblas matinales en los valles, después sol, con máximas de 17 grados. Viento flojo del norte. Mar rizada.',
      ],
      [
        'El tiempo para el martes',
        'Nieblas matinales en los valles, después lluvia, con máximas de 14 grados. Viento fuerte del oeste. Mar gruesa.',
      ],
    ],
  },
  {
    code: 'fr',
    digest: 'La journée en trois minutes',
    outlets: ['Le Messager de Séranne', 'La Gazette du Lac'],
    banner: 'À la une · Le journal du jour · Réagir · Partager · Offrir ce texte à un proche',
    footer:
      'Le Messager vit de ses lecteurs : soutenez une rédaction libre à partir de deux couronnes par mois.',
    title: 'Le vieux pont ferroviaire de l’Isk s’effondre dans la nuit',
    retitled: 'À une heure près, le train passait',
    paragraphs: [
      'Le pont ferroviaire qui franchissait l’Isk à Harrow depuis cent trente ans s’est effondré dans la nuit de lundi à mardi, une heure après le passage d’un train de marchandises de vingt-deux wagons. Personne n’a été blessé.',
      'Le passeur Jost Bremme a entendu vers deux heures un bruit qu’il compare à celui d’une très grande porte qui claque. « J’ai pris la lanterne et je suis descendu, raconte-t-il, et le ciel était plus grand que d’habitude. »',
      'La compagnie a fermé la ligne de Quellin pour une durée indéterminée et affrété des autocars. Les experts pensent que la crue de novembre a affouillé la pile centrale ; ils l’examineront dès que l’eau sera descendue sous les quatre mètres.',
    ],
    laterLead:
      'Des plongeurs ont découvert mardi après-midi un trou de trois mètres sous la pile centrale du pont ferroviaire de l’Isk, à Harrow, qui s’était effondré dans la nuit. Personne n’a été blessé.',
    laterTitle: 'Un trou découvert sous la pile du pont effondré de l’Isk',
    rivalTitle: 'Le pont ferroviaire de l’Isk s’est effondré dans la nuit',
    rival: [
      'Il avait connu deux guerres de fanfares, un roi pressé et la vapeur. Au matin, il ne restait du pont de Harrow que ses culées et un héron, perché sur ce qui fut la voie montante.',
      '« J’ai pris la lanterne et je suis descendu, raconte-t-il », ce passeur que tout le monde interroge, « et le ciel était plus grand que d’habitude. » Le ministère promet une enquête, les maires une pétition, les collégiens de Lowfen une semaine de vacances.',
    ],
    others: [
      [
        'La fanfare cherche un tuba',
        'Le dernier titulaire a pris sa retraite et l’instrument ; le chef se dit prêt à accueillir un débutant pourvu qu’il ait du coffre.',
      ],
      [
        'Record de noix à Val Séranne',
        'On n’avait pas vu pareille récolte depuis la grande sécheresse, et les écureuils non plus.',
      ],
    ],
    weather: [
      [
        'La météo de lundi',
        'Brumes matinales dans les vallées, puis soleil. Maximum 13 degrés. Vent de nord faible. Gelées blanches possibles la nuit.',
      ],
      [
        'La météo de mardi',
        'Brumes matinales dans les vallées, puis pluie. Maximum 9 degrés. Vent d’ouest fort. Pas de gelées la nuit.',
      ],
    ],
  },
]
