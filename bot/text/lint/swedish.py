"""Swedish words, code by code. Where they come from: the content's wording rules, and our own sentences on each.

Each line holds alternatives of a regular expression on small letters; all begin at the beginning of a word.
"""

from __future__ import annotations

import re

from bot.text.lint.words import Table, Words

DENIAL = re.compile(r"\b(?:inte|inga|inget|ingen|aldrig|utan|undvik\w*|nej|låt bli|sluta)\b")
ABBREVIATION = re.compile(r"\b(?!(?:TV|OK|ID|SMS|PIN|SOS|SMHI)\b)(?:[A-ZÅÄÖ]{2,5}|SoL)\b|§|\b\d+ kap\b")
"""What nobody says aloud to a person: capital letters in a row, paragraphs of law."""

SELF = r"(?:jag|vi)\b"
PERSON = r"(?:personen|hen|patienten|klienten|den utsatta|den vuxna|barnet|den unga|han|hon|brukaren)"
PARTNER = r"(?:(?:din |hennes |hans |personens )?partner\w*|hen|han|hon|sambon|den (?:du|personen) lever med|den andra)"
ABSENT = rf"(?:{PARTNER}|mannen|pappan|mamman|den som (?:gör|slår|hotar)\w* ?\w*)"
LEAVE = (
    r"(?:lämna|gå (?:ifrån|från)|göra slut|separera|skilja|skiljas|flytta|bryta|komma (?:ifrån|bort)|sluta träffa"
    r"|ta ut skilsmässa|ge dig av|sticka)"
)
ACT = rf"(?:{LEAVE}|anmäla|polisanmäla|berätta|svara|bestämma|tänka på|gå till polisen|ringa polisen|stå upp|våga)"

TABLE = Table(
    {
        "T002": Words(
            always=r"""
            jag lovar att (?:inte (?:säga|berätta|föra)|tiga|vara tyst|hålla)
            (?:allt|det|detta|inget|ingenting|orden)\b.{0,30}\bstannar (?:mellan|här|inom|i (?:det här )?rummet|hos)
            (?:mellan|bara) (?:oss|er) (?:två|båda)?\s?(?:stannar|förblir)
            stannar mellan (?:oss|er)
            (?:får|ska|kommer att) (?:få )?(?:stanna|förbli) mellan
            (?:helt|strikt|absolut|fullständigt|alldeles|hundra procent) (?:hemlig|konfidentiell|tyst|sekretess|
                anonym)\w*
            (?:vår|en liten|er) hemlighet
            (?:går|förs|kommer|läcker|sprids|berättas) (?:aldrig|inte|inget) vidare
            (?:inget|ingenting|inte ett ord)\b.{0,25}\b(?:förs|går|kommer|sägs|läcker|lämnar) (?:vidare|ut|(?:det här |
                detta )?rummet|härifrån)
        """,
            said=r"""
            jag (?:säger|berättar|för|nämner|lämnar|skriver|yppar) (?:\w+ ){0,2}(?:inget|ingenting|inte ett ord|
            aldrig något|inte något|inte|aldrig|ingen)\b(?: \w+){0,2} (?:till|för|vidare|ner|upp) (?:någon|nån|andra|
                annan|en|polis|social|chef|min|vård|av|myndighet)\w*
            jag (?:säger|berättar) (?:inget|ingenting)(?: vidare)?[.!]
            jag (?:för|berättar|säger|lämnar) (?:\w+ ){0,2}(?:inget|ingenting|inte|aldrig)(?: \w+){0,3} vidare\b
            ingen (?:annan |mer |utomstående |här )*(?:får|kommer att få|ska få|behöver) (?:reda på|veta|läsa|se|höra)
            inga (?:andra|utomstående) (?:får|kommer)
            (?:håller|hålla) (?:det |helt )*(?:tyst|hemligt|för mig själv)
            jag (?:tiger|är tyst)|jag (?:skriver|antecknar) (?:inte|inget|ingenting)\b.{0,12}\b(?:ner|upp|journal)\w*
            (?:levande|en enda) själ|blanda in (?:någon|några|andra)|(?:ser|läser|vet) bara jag
            bara jag (?:ser|läser|vet)
            (?:namn|det|något) kommer (?:aldrig|inte) (?:fram|ut)|lita på (?:mig|att jag (?:inte|håller|tiger))
            tyst som|hålla (?:munnen|tand)
            du (?:är|förblir) (?:helt )?anonym
        """,
            staff=r"""
            (?:lova|försäkra|garantera)\b.{0,30}\b(?:tystnad|tiga|hemlig\w*|mellan er|förs vidare|inget sägs)
        """,
            unless=r"(?:kan|får|vill|ska) inte lova|lova (?:inte|aldrig|inget)|(?:finns|med) undantag",
        ),
        "T003": Words(
            said=rf"""
            varför\b(?! {SELF})(?! (?:frågar|undrar|säger|berättar|gör|skriver|ska|måste|vill|behöver|ringer|
                tar) {SELF})
            hur kommer det sig\b(?! att {SELF})
            hur (?:kunde|tänkte|kan) du\b(?! om\b)(?= (?:låta|stanna|gå|tro|när|välja|leva|bo|ta))
            vad fick dig att (?:stanna|gå|åka|flytta|återvända|ta tillbaka|vänta|inte|dröja|vara kvar)
            av vilken (?:anledning|orsak)|vad (?:är|var) (?:skälet|anledningen|orsaken) till att (?:du|ni)
            hur kan det komma sig
            vad är det som gör att (?:du|ni)|vad hindra(?:r|de) dig från|förklara (?:för mig |nu )?(?:hur|varför)
            (?:anledningen|skälet|orsaken) till att (?:du|ni)
        """,
            staff=rf"""
            (?:fråga|be|ta reda på|reda ut|utred|få fram|få veta)\b(?!(?: \w+)? (?:inte|
                aldrig)\b).{{0,15}}\bvarför {PERSON}
            be\b.{{0,25}}\bförklara (?:varför|sig)
            (?:skäl|anledning|orsak)\w* (?:till )?(?:att|till att) (?:\w+ )?(?:stanna|bli kvar|vara kvar|inte gå)
        """,
        ),
        "T004": Words(
            always=r"""
            par(?:terapi|samtal|rådgivning|behandling)\w*
            medl(?:a|ar|ing|are)\b|\w*försona\w*|försoning\w*
            (?:erbjud|föreslå|boka|prova|rekommendera|hänvisa till|remittera till)\w* familjerådgivning
            gemensam\w* (?:samtal|möte|session|träff)\w*
            (?:er|dem|paret|de) (?:båda|bägge)(?: två)? (?:tillsammans|samtidigt|i samma)
            (?:båda|bägge|paret)(?: två| parter)? (?:är med|deltar|sitter|kommer)
            (?:ta|har du|bjud) (?:gärna )?(?:med|in|hit) (?:dig )?(?:din |personens )?partner
            prata(?:r)? ut\b|reda(?:r)? ut det (?:ihop|tillsammans|mellan)|hitta en kompromiss|kompromissa
            kalla(?:r)? (?:in )?(?:paret|båda)|sätta er ner
            båda sidor|trepartssamtal\w*|(?:vid|kring) samma bord|hitta tillbaka till varandra|parterapeut\w*
            (?:komma|kom|träffas|ses) (?:hit )?(?:ihop|båda två)\b|bjud(?:a|er)? in (?:den andra|partnern)
        """,
            said=r"""
            (?:gå (?:i|till|på)|börja(?: i| på)?|söka?|kontakta|ringa?(?: till)?|få|behöver) familjerådgiv\w*
            (?:ta|bjuda?|kalla|be|hämta) (?:med |dig )?(?:in|hit) (?:din|er) (?:man|fru|sambo|make|maka|kille|tjej|
                pojkvän|flickvän)\b
        """,
            unless=r"var för sig|inte parsamtal|(?:aldrig|inte|inga|undvik\w*)\b.{0,30}\b(?:medl|par|försona|gemensam)",
        ),
        "T008": Words(
            always=r"""
            provocer\w+
            skylla? (?:er|dig|sig) själv\w*
            medskyldig\w*|delat ansvar|lika goda|det krävs två|det är två om
            (?:dig|sig|er) själv(?:a)? att tacka|bett om det själv
        """,
            said=r"""
            (?:är|var|blir|blev) (?:ju |nog |delvis |helt |också |väl |mest |kanske |lite |faktiskt |till (?:viss|
                stor) del )*(?:ditt|ert)(?: eget)? fel\b
            (?:du|ni) (?:ju )?(?:tillät|tillåter|lät|låter|accepterade|valde|gick med på|bad om|drog)\b
            (?:reta|retade) (?:upp|gallfeber)
            (?:borde|skulle) (?:du )?(?:ju |väl |nog )*(?:aldrig |inte |genast |bara )*(?:ha|för länge sedan)\b
            (?:kunde|hade) du (?:väl |inte |bara |ju |aldrig )+(?:ha\b|kunnat)
            hade du (?:bara |inte )*\w+(?: \w+)? (?:tidigare|direkt|genast|i tid|från början)
            tänkte du (?:inte|aldrig)
            vad (?:gjorde|sa|sade|hade) du (?:\w+ ){0,3}(?:för att|innan|före|som (?:fick|gjorde))
            varför (?:gick|sa|sade|gjorde|stannade|lämnade|ringde|berättade|anmälde|flyttade|skrek|
                kom) (?:du )(?:\w+ )?(?:inte|inget|kvar|aldrig|tillbaka|ingenting)
            varför (?:har|hade) du (?:inte|aldrig|stannat|gått tillbaka)
            hur kommer det sig att du (?:\w+ )?(?:inte|inget|aldrig|stannade|gick)
            hur (?:kunde|kan) du\b(?= (?:låta|stanna|gå|tro|välja|leva|bo|ta))|hur tänkte du (?:när|som)
            vad fick dig att (?:stanna|gå tillbaka|åka|flytta|återvända|ta tillbaka|vara kvar)
            en (?:bra|riktig|god|ansvarsfull) (?:förälder|mamma|pappa|mor|far)\b
            du (?:visste|förstod) (?:ju|väl|mycket väl)|har du utsatt|hade (?:inte|aldrig) hänt om du
            om du (?:bara )?(?:inte )?hade (?:hållit|varit|låtit|gjort|sagt)
            du har (?:själv )?(?:utsatt|låtit|dragit in|valt) (?:barnen|dina|det)
            (?:din|ditt) (?:egen |eget )?(?:del|roll|skuld|bidrag) i|har du för del
            vad hindrade dig från|hur (?:du|ni) kunde (?:gå|stanna|låta|tro)
            (?:kunde|borde) du ha gjort (?:annorlunda|något|mer)
        """,
            staff=rf"""
            {PERSON} (?:\w+ )?(?:tillåter|låter sig|accepterar|väljer att stanna|går med på|har ett eget ansvar)
            (?:eget fel|själv orsak\w*|bär (?:\w+ )?skuld\w*)
        """,
            unless=r"""
            (?:sagt|säger|säga|tror|tänker|känner|tycker)\b.{0,20}\b(?:ditt|ert|deras) fel
            (?:inte|aldrig) (?:ditt|ert) fel|rätt till
        """,
        ),
        "T011": Words(
            always=r"""
            offer\b|offrets?\b|offren\w*|våldsoffer\w*|brottsoffer(?!jour|stöd|myndighet|fond)\w*
            förövare\w*|gärningsm[aä]n\w*|gärningsperson\w*|\w*misshandlare\w*|våldsverkare\w*|våldsutövare\w*
            våldsm[aä]n\w*
            missbrukare\w*|narkoman\w*|alkoholist\w*|alkis\w*|knarkare\w*|pundare\w*|fyllo\w*
            psykfall\w*|handikappad\w*|utvecklingsstörd\w*|dementa\b|krymplingar?
            invandrar(?:kvinn|famil|m[aä]n|tjej|kill)\w*|hedersfamilj\w*|(?:i )?(?:din|er|deras|hans|hennes) kultur\b
            muslimsk\w* (?:famil|m[aä]n|kvinn)\w*
            misshandlade? kvinn\w*|slagna kvinn\w*|kvinnomisshand\w*
            \w*plågare\w*|plågoand\w*|tyrann\w*|(?:den|de) misshandlade\b|knarkar\w*|misshandlar(?:en|na|nas)\b
            förövar\w*|(?:vålds)?utövar(?:e|en|na|nas)\b
            (?:romer|muslimer|somalier|araber|kurder|zigenare)\w*
        """,
            advised=False,
        ),
        "T012": Words(
            always=r"""
            (?:han|hon|honom|henne|hans|hennes)\b
            (?:mannen|kvinnan|maken|makan|hustrun|pojkvännen|flickvännen|pappan|mamman|fadern|modern|exmannen|herrn|
                damen)\b
            en (?:\w+ )?(?:kvinna|man)\b(?! (?:eller|och))
            kvinnor (?:blir|utsätts|slås|drabbas)\b|män(?:nen)? (?:slår|utövar|använder våld|misshandlar)
            karl(?:n|en|ar|arna)?\b|gubben\b|gumman\b|kärringen\b|käringen\b|tanten\b|grabben\b
            barnens (?:far|mor|pappa|mamma)\b
            (?:tjejen|killen)\b|en (?:tjej|kille)\b
        """,
            said=r"""
            din (?:ex-?)?(?:man|fru|hustru|make|maka|pojkvän|flickvän|fästman|fästmö|kille|tjej|exman|exfru|gubbe|
                karl)\b
        """,
            staff=r"(?:personens|patientens) (?:man|fru|hustru|make|pojkvän|flickvän)\b",
            unless=r"""
            (?:han|hon) (?:eller|/) ?h[ao]n|han/hon|honom eller henne|henne eller honom
            hans eller hennes|hennes eller hans
            (?:kvinnor|män) (?:och|eller|som) (?:män|kvinnor)\b(?! (?:slår|utövar|misshandlar))|oavsett kön
        """,
            advised=False,
        ),
        "T013": Words(
            said=r"""
            prehospital\w*|anamnes\w*|\w*exponer\w*|våldsutsatthet\w*|problematik\w*|nätverk\w*|insats(?:en|er|erna)?\b
            samtycke\w*|riskbedöm\w*|riskanalys\w*|farlighetsbedöm\w*|hotbild\w*|handlägg\w*|menpröv\w*|utlämna\w*
            aktualiser\w*|sekretess\w*|bestämmelse\w*|dokumenter\w*|journalför\w*|biståndsbedöm\w*|placering\w*
            samverka\w*|samverkan\w*|aktör\w*|initier\w*|klient\w*|brukare\w*|status\b|konsult\w*|remitter\w*
            indikator\w*
            screen\w*|disposition\w*|delge\w*|delgiv\w*|föreläggande\w*|verkställ\w*|beslutsunderlag\w*|åtgärda\w*
            rättsintyg\w*|kontraindik\w*|symtombild\w*|utredningsskede\w*|målgrupp\w*|processa\w*|implementer\w*
            ronden\w*|återkoppl\w*|öppenvård\w*|slutenvård\w*|\w+skyldighet\w*|kriteri\w*|\w*skattning\w*
            gränsvärde\w*|vårdgivar\w*
            huvudm[aä]n\w*|kartlägg\w*|evidens\w*|riskfaktor\w*|lagrum\w*|paragraf\w*|psykosocial\w*|intervention\w*
            relevan\w*|prioriter\w*
            identifier\w*|verifier\w*|indiker\w*|kontinuerlig\w*|resurs\w*|multidisciplinär\w*|diagnosti\w*|symtom\w*
            förstärkt\w*|somatisk\w*
        """
        ),
        "T017": Words(
            always=r"""
            (?:allt|det|livet)(?: här)? (?:kommer (?:nog |säkert )?att (?:bli|gå|ordna|lösa)|ska (?:nog )?(?:bli|gå|
                ordna|lösa))\w* ?(?:sig|bra|bättre|lugnt|okej|fint|över)?
            (?:allt|det|livet) blir (?:nog |säkert |snart |så mycket )?(?:bra|bättre|lugnt)\b
            blir (?:allt|livet) (?:bra|bättre|lugnt)\b
            (?:det|allt) (?:ordnar|löser|reder) sig
            (?:ingen|inget|de) (?:kommer att |får |kan )*(?:ta|tar|röra|skada|hända) (?:ifrån )?(?:dina|ditt|dig|er|
                barnen|från dig)
            du (?:får|kommer att få) (?:självklart )?behålla
            (?:helt|fullständigt|alltid|hundra procent) (?:trygg|säker)\w*
            (?:här|nu|hos oss) är du (?:\w+ )?(?:trygg|säker)\b
            polisen (?:skyddar|kommer att skydda|tar hand om|ser till)
            (?:aldrig|inte) (?:händer|hända|ske|sker|upprepas) igen|(?:inget|ingenting) (?:ont )?(?:kan )?hända
            kan (?:inget|ingenting|ingen)\b.{0,12}\b(?:hända|skada|röra)
            garanter\w+
            jag lovar\b(?! att (?:inte (?:säga|berätta|föra)|tiga|vara tyst|hålla))
            vi (?:löser|ordnar|fixar) (?:det|allt)\b|vi ser till att (?:det aldrig|ingen|inget|hen|han|hon|din partner)
            (?:partner\w*|familjen|föräldrarna|hen|han|hon|de) (?:får|kommer|ska) (?:aldrig|inte|att aldrig|
                inte att)\s?(?:att )?(?:få )?(?:veta|hitta)
            anmäler (?:du )?\w*\s?(?:så |det )*(?:slutar|upphör|tar det slut)
            oroa dig inte|behöver (?:du )?(?:aldrig|inte) (?:mer |längre )?(?:vara (?:rädd|orolig)|oroa)
            kommer (?:allt|det) att (?:bli|kännas|gå|ordna|lösa)
            (?:i morgon|imorgon|snart|sedan|sen) (?:är|blir|känns) (?:det|allt)
            socialtjänsten (?:hjälper dig med|ordnar|fixar|löser|ger dig)
            (?:inget|ingenting) (?:ont|farligt) (?:kan|ska|kommer)
            barnen (?:stannar|blir kvar|får stanna) (?:hos|med) dig
            (?:anmälan|polisen|det) (?:brukar|kommer att) (?:få slut|sätta stopp|lösa|stoppa)
            du kommer att (?:få|slippa|bli)\b.{0,20}\b(?:trygg|hjälp|plats|lägenhet|skydd|fri)\w*
        """,
            staff=r"lova\b.{0,25}\b(?:att det|att allt|att ingen|att inget|att personen|hjälp|skydd|plats)",
            unless=r"(?:inte|aldrig|inget) (?:lova|garantera)|lova (?:inte|aldrig|inget)|(?:så|för) att det ska",
        ),
        "T018": Words(
            always=r"""
            bråk\b|bråk(?:a|ar|ade|at|et|en)\b|gräl\w*|tjafs\w*|relationsproblem\w*|meningsskilj\w*|dispyt\w*|osams
            konflikt\w* (?:mellan|i (?:relation|par)|hemma)|samarbetsproblem\w*|temperament\w*
            (?:bara|endast|mest) (?:en|ett|lite|några) (?:\w+ )?(?:knuff|slag|örfil|ord|gång|smäll|klapp|dask|hot|
                skämt|puff)\w*
            bara (?:ord|skoj|skämt|på skoj)\b
            (?:lite|en liten) (?:bråk|tjafs|knuff|hårdhänt|smäll|örfil|dask)\w*
            gnabb\w*|käbb\w*|kiv\b|småsak\w*|bagatell\w*|skärmytsling\w*
        """,
            said=r"""
            så (?:farligt|allvarligt|illa) (?:var|är|kan)|(?:inte|knappast) så (?:farligt|allvarligt|illa)
            (?:kunde|hade) (?:ha |kunnat )?(?:varit|vara) (?:mycket |långt )?värre
            har det (?:mycket |mycket, mycket )?värre
            (?:alla|de flesta|många) (?:par|familjer|förhållanden)\b|(?:händer|finns) (?:i|hos) (?:alla|de flesta)
            händer (?:alla|de bästa)
            (?:försök|bäst) (?:att )?(?:glömma|släppa|lägga|gå vidare)|släpp det\b|glöm det\b|gå vidare nu
            menade (?:nog |säkert |väl |det )*(?:inte|inget)|hade (?:nog|väl|bara|säkert) (?:druckit|lite|en dålig)
            (?:var|är) (?:nog |väl |bara |säkert )(?:full|berusad|stressad|trött|svartsjuk)
            överdriv\w*|överkänslig\w*|riktigt (?:slag|våld)\b
            (?:man|du) får räkna med|får (?:man|du) räkna med|går (?:ju |snart |väl )?över\b
            (?:mest|snarare|bara) (?:en )?(?:markering|lek|på lek)|(?:upp)?stressad av
            hör till (?:livet|ett förhållande|saken)|ingen fara|inget att (?:oroa|bry)|inte hela världen
            i stundens hetta
        """,
            unless=r"kalla (?:det |inte |aldrig )*",
        ),
        "T019": Words(
            said=rf"""
            (?:du|ni) (?:måste|ska|bör|borde|behöver)\b(?! inte)(?: (?:nu|genast|verkligen|faktiskt|absolut|själv|väl|
                ju))* {ACT}\b
            (?:inget|inte något) (?:annat )?val\b|nu (?:får|måste) du (?:bestämma|välja|ta dig)
            det (?:bästa|enda rätta|klokaste|rätta) (?:vore|är|för dig är|skulle vara|blir) (?:nog )?att {LEAVE}
            lova mig\b|jag (?:kräver|förväntar mig)|du är skyldig (?:dina|barnen|dig)
            tänk på (?:barnen|dina barn|ditt barn|familjen)
            om du inte (?:anmäler|lämnar|berättar|går|flyttar|svarar|tar emot)
            (?:lämna|bryt med|gå (?:ifrån|från)|flytta (?:ifrån|från)|gör slut med|sluta träffa) (?:nu )?(?:honom|
                henne|hen|din\b|partnern|den)
            stick (?:därifrån|nu|iväg|hem\w*)|(?:packa|ta) dina (?:saker|väskor)
            varför inte (?:bara )?(?:gå|flytta|lämna|anmäla)
            en (?:bra|riktig|god) (?:förälder|mamma|pappa|mor|far) (?:hade|skulle|går|lämnar)
            för barnens skull\b(?!.{{0,25}}\b(?:jag|vi) )
            (?:det är|är det|nu är det) (?:hög tid|dags) att (?:packa|lämna|gå|anmäla|berätta|bestämma|ta)
            hur länge till
            skriv på (?:här|nu|det)|ta (?:ditt|nu ditt|sitt) ansvar|packa (?:väskan|en väska)|innan det är för sent
            var inte (?:feg|dum|så svag)|annars (?:får|måste|kan) (?:jag|vi)
        """,
            staff=rf"""
            övertala\w*|övertyga\w*|pressa (?:fram|{PERSON}|på)|tvinga (?:fram |{PERSON})
            få {PERSON} att (?:lämna|anmäla|erkänna|berätta|gå|skriva|förstå|flytta|ta emot|gå med)
            kräv (?:att|av|ett|en)\b|insistera\w*|stå på dig|ge dig inte
            (?:ge|nöj) dig inte|propsa\w*|tjata\w*|truga\w*|förrän (?:du har fått|personen|hen)
            få fram ett (?:ja|svar|erkännande)
            driv på\b
        """,
        ),
        "T020": Words(
            always=rf"""
            monster|odjur\w*|idiot\w*|svin\b|kräk\b|galning\w*|knäppgök\w*|vidrig\w*|usel\w*|usla\b|värdelös\w*|rövhål
            hemsk\w* (?:människa|person|typ)|elak\w* (?:människa|person)
            {ABSENT} (?:är|verkar|låter|måste vara|var) (?:\w+ ){{0,2}}(?:elak|ond|galen|sjuk|dum|hemsk|knäpp|otäck|
                opålitlig|grym|feg|farlig|störd|läskig)\b
            (?:inte|aldrig)(?: är)? att lita på
            fegis\w*|ynkrygg\w*|skitstövel\w*|usling\w*|kräk\w*|inget hjärta|hjärtlös\w*
            ingen normal (?:människa|person)|normala (?:människor|personer)
            obehaglig\w* (?:intryck|typ|person|människa)|säkert våldsam\w*|odräglig\w*
        """,
            said=r"""
            förtjänar (?:någon |något |en )?(?:mycket )?bättre
            (?:sådana|såna|sådan) (?:som|person|människ|män|typer)\w*
            (?:ändrar sig|förändras) aldrig|kommer aldrig att (?:ändra|förändra)
            stå ut med (?:en|någon) sådan
            (?:är )?för bra för (?:din|den|hen|honom|henne)
        """,
        ),
        "T021": Words(
            always=rf"""
            sjuklig\w*|narcissist\w*|psykopat\w*|sociopat\w*|medberoende\w*|stockholmssyndrom\w*|inlärd hjälplöshet
            hysterisk\w*
            (?:personen|{PARTNER}|du|ni|patienten|den du lever med) (?:\w+ ){{0,2}}(?:borderline|bipolär|psykotisk|
                paranoid|schizofren|deprimerad|traumatiserad|dement|utbränd|psykiskt sjuk|manisk|autistisk)\w*
            (?:lider av|har(?: \w+){{0,2}}?|fått|fick)(?: (?:en|ett))? (?:depression|ptsd|adhd|autism|trauma|psykos|
                demens|\w*syndrom|personlighetsstörning|anknytningsstörning)\w*
            låter som (?:en |ett )?(?:depression|psykos|\w*störning)
            störd personlighet\w*|(?:ångest|beroende|missbruks|personlighets)\w*problematik\w*|posttraumatisk\w*
            psykotisk\w* (?:partner|person|man)|relationsberoende\w*|rent kliniskt
        """,
            said=r"""
            (?:ett|klassiskt|svårt) trauma\b|beroende av relationen
        """,
        ),
    }
)
