"""The commonest words of nine languages, which tell them apart, and the letters that they have beyond ASCII.

The lists are the project's own: articles, pronouns, prepositions, auxiliaries and the like, in small letters.
A word that several languages have stands in each of their lists, and tells nothing between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "en": (
        "the and of to is are was were be been being that this these those it its it's with you your yours i "
        "i'm i'd i'll i've my me we we're we've our us he she his her him they they're their them there here "
        "what which who when where why how not don't doesn't didn't isn't aren't wasn't won't can't couldn't "
        "wouldn't shouldn't dont cant isnt no yes if then than but or as at by from up down out about into "
        "over after before off on for all any some more most much many just only still even now again back "
        "have has had do does did will would should could can may might must get got getting going gonna go "
        "let let's very too also so because while until since through well never always ever every each "
        "other another both same own such a an in there's that's what's you're you'll you've he's she's am "
        "like good great better make made take took see look looks looking think know want need say says "
        "said come keep way year years day days week today tomorrow yesterday tonight last next first new "
        "people thing things time really right long little big high low this's against between during under "
        "per around anyone everyone someone nothing something everything else yet maybe already soon later"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird "
        "werden wurde wurden worden bin bist seid sein hat haben hatte hatten habe hab hast ich du er sie es "
        "wir ihr euch mich mir dich dir ihm ihn ihnen uns mein meine meinen dein deine deinen seine seinen "
        "unser unsere ihre ihren nicht nich kein keine keinen nichts nix mehr noch schon nur auch auf aus "
        "bei mit nach von vom vor zu zum zur im am an in ins für über unter gegen ohne um durch bis seit "
        "wegen wenn weil dass daß als wie wo was wer warum wieso welche welcher doch mal ja nein jetzt heute "
        "morgen gestern immer nie wieder sehr so dann da hier dort kann kannst können könnte muss müssen "
        "will wollen soll sollte sollen sollten darf mag möchte macht machen geht gehen gibt gut guter gute "
        "viel viele vielen alle allem alles man sich selbst ganz etwas jeder jede jedes dieser diese dieses "
        "diesem diesen ob beim denn eben halt einfach gerade zwischen nun also leider bitte danke weiter "
        "weiterhin wohl zwei drei würde wäre hätte damit dabei dazu davon daran darauf dafür trotz trotzdem "
        "sonst bald endlich wirklich vielleicht nämlich neu neue neuen neuer erst erste ersten letzte "
        "letzten besser jahr jahre jahren tag tage woche zeit leute kommt kommen steht läuft sieht heißt "
        "glaube denke weiß aufs gleich fast genau schnell lange deutlich laut"
    ),
    "fr": (
        "le la les un une des du de et est sont était été a ont avait je j'ai tu il elle nous vous ils "
        "elles on ce cette ces c'est ça qui que quoi dont où ne pas plus moins sur dans avec pour par sans "
        "sous vers chez mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs mais ou donc car si "
        "comme quand comment pourquoi très trop bien bon aussi encore déjà toujours jamais tout tous toute "
        "toutes rien fait faire peut peux va vais aux au en y même après avant depuis ici là alors oui non "
        "moi toi lui qu'il qu'on n'est n'a d'un d'une s'est aujourd'hui quel quelle entre contre selon deux "
        "faut être soit cela ceux celle peu beaucoup an ans jour hier demain"
    ),
    "es": (
        "el la los las un una unos unas de del y e o u es son era eran ser fue fueron está están estoy "
        "estaba yo tú él ella nosotros ellos me te se nos le les lo que qué quien quién cual como cómo "
        "cuando cuándo donde dónde por para con sin sobre entre hasta desde en al no sí más mas menos muy "
        "mucho mucha muchos mi mis tu tus su sus pero porque si ya también tampoco todo todos toda todas "
        "nada algo hay ha han he hace hacer tiene tienen tengo este esta estos estas ese esa eso esto aquí "
        "ahí hoy ayer mañana nunca siempre bien puede solo sólo así después antes ahora cada otro otra según "
        "contra dos años año día"
    ),
    "it": (
        "il lo la i gli le un uno una di del dello della dei degli delle da dal dalla dalle a al alla alle "
        "ai in nel nella nelle con su sul sulla per tra fra e ed o è sono era erano essere stato ha hanno ho "
        "hai avere io tu lui lei noi voi loro mi ti si ci vi ne che chi cui cosa come quando dove perché non "
        "più meno molto troppo anche ancora già sempre mai tutto tutti tutta niente qualcosa questo questa "
        "questi queste quello quella mio mia tuo suo sua nostro ma se però quindi poi così oggi ieri domani "
        "bene fare fatto può deve sia solo dopo prima ora adesso ogni c'è contro secondo due anni anno"
    ),
    "nl": (
        "de het een en van ik je jij u hij zij ze wij we jullie hun hen mijn jouw zijn haar ons onze is was "
        "waren ben bent wordt worden werd heb hebt heeft hebben had niet geen wel ook nog maar of als dan "
        "dat die dit deze er hier daar wat wie waar waarom hoe wanneer in op te aan bij met voor door over "
        "onder naar uit tot om tegen zonder na zo al meer veel heel erg goed gaat gaan doen moet moeten kan "
        "kunnen zou wil mag alles iets niets nu vandaag morgen gisteren weer nooit altijd toch eens "
        "omdat want jaar twee"
    ),
    "pt": (
        "o os a as um uma uns umas de do da dos das em no na nos nas por pelo pela para pra com sem sobre "
        "entre até desde e ou é são era foi foram ser está estão estou estava eu tu você vocês ele ela nós "
        "eles elas me te se lhe meu minha meus seu sua seus que quem qual como quando onde porque não sim "
        "mais menos muito muita mas já também só ainda sempre nunca tudo todos toda nada isso isto este esta "
        "esse essa aquele aqui hoje ontem amanhã tem têm tenho ter fazer faz vai vou bem agora depois antes "
        "ao à aos às pode cada outro outra contra dois anos ano"
    ),
    "pl": (
        "i w we z ze na do od po o u za przez przy dla bez pod nad przed między jest są był była było byli "
        "być będzie będą ja ty on ona ono my wy oni mnie mi cię ci go mu jej ich nas nam was się nie tak to "
        "ten ta te tego tej tym który która które co kto jak kiedy gdzie dlaczego czy a ale lub albo że żeby "
        "bo więc jeśli też także tylko już jeszcze bardzo więcej mniej wszystko nic coś ma mam mają może "
        "można trzeba dziś dzisiaj jutro wczoraj zawsze nigdy teraz dobrze"
    ),
    "tr": (
        "ve bir bu şu o da de mi mı mu mü ne için ile gibi kadar çok daha en ama fakat ya veya çünkü eğer "
        "değil var yok ben sen biz siz onlar bana sana ona beni seni onu bizim benim senin onun her hiç şey "
        "şimdi bugün yarın dün sonra önce olarak olan oldu olur olsun oluyor ki nasıl neden niye kim hangi "
        "nerede diye bile göre hep artık evet hayır iyi güzel"
    ),
}  # fmt: skip

LETTERS: Final[Mapping[str, str]] = {
    "de": "äöüß",
    "fr": "àâçéèêëîïôûùœ",
    "es": "áéíóúñ",
    "it": "àèéìòù",
    "nl": "éëï",
    "pt": "ãõáâàçéêíóôú",
    "pl": "ąćęłńóśźż",
    "tr": "çğıöşü",
}
"""The letters beyond ASCII of each language."""
