"""i-clinic-stock: the stock list and the suppliers of a clinic, phrased by somebody who did not know how questions are read."""
import os,random,re,zipfile
from xml.sax.saxutils import escape,unescape
from counted import *
from datetime import timedelta
R=random.Random(2606); out=os.path.join(HERE,'i-clinic-stock'); os.makedirs(out,exist_ok=True)
IT={"Dressings|pack":"Gauze swabs 10x10, sterile;Gauze swabs 5x5, non-sterile;Elastic bandage 8 cm;Elastic bandage 12 cm;Adhesive plaster roll;Foam dressing, square;Burn gel dressing;Eye pads;Tubular bandage;Wound closure strips;Cotton wool 500 g;Alginate rope",
"Syringes and needles|box":"Syringe 2 ml;Syringe 5 ml;Syringe 10 ml;Syringe 20 ml, Luer lock;Insulin syringe 1 ml;Needle 21G, green;Needle 23G, blue;Needle 25G, orange;Butterfly cannula 21G;IV cannula 18G;IV cannula 20G;Sharps container 5 l",
"Gloves|box":"Nitrile gloves S;Nitrile gloves M;Nitrile gloves L;Latex gloves M, powder-free;Vinyl gloves L;Surgical gloves 7.0, sterile;Surgical gloves 7.5, sterile;Surgical gloves 8.0, sterile",
"Medicines|pack":"Paracetamol 500 mg;Ibuprofen 400 mg;Amoxicillin 1 g;Lidocaine 2%, ampoules;Adrenaline auto-injector;Tetanus vaccine;Influenza vaccine;Hepatitis B vaccine;Saline 0.9%, 500 ml;Glucose 5%, 250 ml;Salbutamol inhaler;Cetirizine 10 mg;Prednisolone 20 mg;Ondansetron 4 mg;Diazepam 5 mg;Heparin 5000 IU",
"Disinfectants|bottle":"Hand disinfectant 500 ml;Hand disinfectant 5 l;Surface spray 1 l;Skin antiseptic, coloured;Skin antiseptic, clear;Instrument cleaner 2 l;Chlorhexidine 2%;Hydrogen peroxide 3%",
"Lab supplies|pack":"EDTA tubes, purple cap;Serum tubes, yellow cap;Citrate tubes, blue cap;Urine cups 100 ml;Microscope slides;Cover slips 24x24;Pipette tips 200 ul;Swab with transport medium;Tourniquet, disposable;Centrifuge tubes 15 ml",
"Diagnostics|kit":"Blood glucose strips;Urine test strips 10SG;Pregnancy test;Strep A rapid test;Influenza A/B rapid test;CRP rapid test;Troponin rapid test;Thermometer covers;Otoscope tips 4 mm;ECG electrodes",
"Office|piece":"Label roll 57 mm;Patient file folders;Printer paper A4;Toner, black;Examination couch roll;Appointment cards"}
SUP=[("Halder & Sons, Inc.","Germany",3,"€250.00","Meyer, Ute",date(2011,3,14),"yes"),("Brandt Medical","Germany",2,"€150.00","Kruse, Jonas",date(2016,9,1),"yes"),
("Novakem, s.r.o.","Czechia",9,"€1,200.00","Svoboda, Petr",date(2019,1,21),"no"),("Lumen Pharma","Ireland",5,"€500.00","Byrne, Aoife",date(2014,6,30),"yes"),
("Vaccinord AB","Sweden",12,"€2,000.00","Ekström, Maja",date(2020,10,5),"yes"),("Deltona BV","Netherlands",4,"€300.00","de Wit, Sanne",date(2013,4,22),"no"),
("Clearlab Ltd","United Kingdom",8,"€450.00","Pryce, Gareth",date(2018,11,12),"no"),("Sani-Plus GmbH","Germany",3,"€120.00",None,date(2009,2,17),"yes"),
("Officina Nord","Italy",6,"€75.00","Ferri, Luca",date(2021,5,3),"no"),("Testeon Diagnostics","Netherlands",5,"€600.00","Bakker, Joost",date(2017,8,28),"yes"),
("Kappa Handschuhe, GmbH","Austria",4,"€180.00","Gruber, Eva",date(2015,7,13),"no"),("Medirex","Poland",7,"€350.00","Nowak, Hanna",date(2022,2,7),"no"),
("Alpin Pharma","Austria",5,"€800.00","Steiner, Max",date(2012,12,3),"no"),("Orvil Surgical","France",10,"€950.00","Petit, Claire",date(2016,1,18),"no"),
("Biofen Oy","Finland",14,"€1,500.00","Laine, Otto",date(2023,3,27),"no"),("Papierhaus Lenz","Germany",1,None,"Lenz, Tobias",date(2007,10,8),"no"),
("Quorum Health, Ltd","Ireland",6,"€400.00","Doyle, Sean",date(2019,9,16),"no"),("Tessaro Vetro","Italy",11,"€700.00","Greco, Anna",date(2020,4,20),"no"),
("Helix Instruments","Switzerland",9,"€2,500.00","Frei, Beat",date(2010,5,31),"no"),("Pharmadur","Spain",8,"€550.00","Ortega, Pilar",date(2018,3,19),"no"),
("Nordsteril A/S","Denmark",None,"€650.00","Holm, Freja",date(2024,1,15),"no"),("Carewell Trading","United Kingdom",13,"€1,100.00",None,date(2021,11,29),"no"),
("Rhenus Textil","Germany",4,"€90.00","Voss, Heike",date(2014,2,24),"yes"),("Atlas Plast","Poland",7,"€220.00","Zielinski, Jan",date(2022,8,15),"no"),
("Sirona Gel","France",6,"€330.00","Roux, Denis",date(2017,5,8),"no")]
CS={"Dressings":["Halder & Sons, Inc.","Halder & Sons, Inc.","Rhenus Textil","Orvil Surgical","Sirona Gel"],"Syringes and needles":["Brandt Medical","Brandt Medical","Halder & Sons, Inc.","Atlas Plast"],
"Gloves":["Kappa Handschuhe, GmbH","Kappa Handschuhe, GmbH","Medirex"],"Medicines":["Lumen Pharma","Lumen Pharma","Alpin Pharma","Pharmadur","Vaccinord AB"],"Disinfectants":["Sani-Plus GmbH","Sani-Plus GmbH","Novakem, s.r.o."],
"Lab supplies":["Clearlab Ltd","Deltona BV","Tessaro Vetro","Brandt Medical"],"Diagnostics":["Testeon Diagnostics","Testeon Diagnostics","Biofen Oy","Clearlab Ltd"],"Office":["Papierhaus Lenz","Papierhaus Lenz","Officina Nord"]}
PR={"Dressings":(2,24),"Syringes and needles":(4,38),"Gloves":(5,46),"Medicines":(3,64),"Disinfectants":(4,39),"Lab supplies":(6,58),"Diagnostics":(9,148),"Office":(2,71)}
ROOM={"Medicines":["Pharmacy cabinet","Pharmacy cabinet","Cold store"],"Office":["Basement"],"Diagnostics":["Lab","Lab","Cold store"],"Lab supplies":["Lab","Basement"]}
items=[]
for cu,ns in IT.items():
    c,u=cu.split('|')
    for n in ns.split(';'):
        rl=R.choice([10,15,20,25,30,40,50,80,120]); q=None if R.random()<.05 else int(rl*R.uniform(.35,4.2))
        p=round(R.uniform(*PR[c]),2)
        if q is not None and p<16 and R.random()<.45: q=R.randrange(1010,2600)
        room="Cold store" if 'vaccine' in n else R.choice(ROOM.get(c,["Store room 1","Store room 1","Store room 2"]))
        s="Vaccinord AB" if 'vaccine' in n else R.choice(CS[c])
        ex=None if c=="Office" or n.startswith(("Elastic","Tourniquet","Microscope","Cotton","Otoscope","Sharps")) else date(2025,10,6)+timedelta(R.randrange(0,1100))
        items.append([n,None,c,s,q,u,p,None if q is None else round(q*p,2),rl,ex,room,R.choice(["Albrecht, Nina","Albrecht, Nina","Costa, Rui","Yilmaz, Deniz"]) if q is not None else None,date(2025,7,1)+timedelta(R.randrange(92)) if q is not None else None])
R.shuffle(items)
for i,r in enumerate(items): r[1]=f"CS-{1001+i}"
TXT={i for i,r in enumerate(items) if r[4] and r[4]>999 and i%3}  # numbers kept as text with a thousands separator
H1=["Item","Item no.","Category","Supplier","On hand","Unit","Unit price (EUR)","Stock value (EUR)","Reorder level","Expiry date","Storage","Counted by","Last count"]
H2=["Supplier","Country","Lead time (days)","Minimum order","Contact","Customer since","Framework contract"]
ser=lambda d:(d-date(1899,12,30)).days
def c_(ref,v,fmt=None,f=None):
    if v is None: return ''
    if isinstance(v,str): return f'<c r="{ref}" t="inlineStr"><is><t>{escape(v)}</t></is></c>'
    if isinstance(v,date): return f'<c r="{ref}" s="1"><v>{ser(v)}</v></c>'
    s=f' s="{fmt}"' if fmt else ''
    return f'<c r="{ref}"{s}>{"<f>"+f+"</f>" if f else ""}<v>{v}</v></c>'
def sheet(h,rows,fmt,formula=None):
    o='<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    for n,r in enumerate([h]+rows,1):
        o+=f'<row r="{n}">'+''.join(c_(f'{chr(65+j)}{n}',v,fmt.get(j),formula(j,n) if formula and n>1 else None) for j,v in enumerate(r))+'</row>'
    return o+'</sheetData></worksheet>'
srows=[[f'{v:,}' if j==4 and i in TXT else v for j,v in enumerate(r)] for i,r in enumerate(items)]
src=zipfile.ZipFile(os.path.join(HERE,'g-clinic','clinic.xlsx'))
H='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
M='http://schemas.openxmlformats.org/spreadsheetml/2006/main'
styles=H+f'<styleSheet xmlns="{M}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="&quot;€&quot;#,##0.00"/><numFmt numFmtId="166" formatCode="#,##0"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>'
z=zipfile.ZipFile(out+'/stock.xlsx','w',zipfile.ZIP_DEFLATED)
put=lambda n,t: z.writestr(zipfile.ZipInfo(n),t,zipfile.ZIP_DEFLATED)
for n in ['[Content_Types].xml','_rels/.rels','xl/_rels/workbook.xml.rels']: put(n,src.read(n))
put('xl/workbook.xml',src.read('xl/workbook.xml').decode().replace('"Appointments"','"Items"').replace('"Doctors"','"Suppliers"'))
put('xl/styles.xml',styles)
put('xl/worksheets/sheet1.xml',sheet(H1,srows,{4:3,6:2,7:2},lambda j,n:f'E{n}*G{n}' if j==7 else None))
put('xl/worksheets/sheet2.xml',sheet(H2,[list(s) for s in SUP],{}))
z.close()
# ---- read back
z=zipfile.ZipFile(out+'/stock.xlsx'); assert z.testzip() is None
import xml.dom.minidom
for n in z.namelist(): xml.dom.minidom.parseString(z.read(n))
NUM={"On hand","Unit price (EUR)","Stock value (EUR)","Reorder level","Lead time (days)","Minimum order"}; DT={"Expiry date","Last count","Customer since"}
def rd(n,name):
    s=z.read(f'xl/worksheets/sheet{n}.xml').decode(); h=None; rows=[]
    for i,r in enumerate(re.findall(r'<row [^>]*>(.*?)</row>',s)):
        cells={a:(t if t is not None and t!='' else v) for a,t,v in re.findall(r'<c r="([A-Z])\d+"[^>]*>(?:<is><t>(.*?)</t></is>)?(?:<f>[^<]*</f>)?(?:<v>(.*?)</v>)?</c>',r)}
        if not i: h={a:unescape(v) for a,v in cells.items()}; continue
        q={'_ref':f'{name}:{i}'}
        for a,c in h.items():
            x=cells.get(a); x=None if x is None else unescape(x)
            if x is not None:
                if c in NUM: x=D(x.replace('€','').replace(',',''))
                elif c in DT: x=date(1899,12,30)+timedelta(int(x))
            q[c]=x
        rows.append(q)
    return rows
I,SP=rd(1,'items'),rd(2,'suppliers')
for a,b in zip(I,items):
    for c,v in zip(H1,b): assert (float(a[c])==v if c in NUM and v is not None else a[c]==v),(c,a[c],v)
for a,b in zip(SP,SUP):
    for c,v in zip(H2,b): assert (c=="Minimum order") or a[c]==v,(c,a[c],v)
assert len(I)==len(items) and len(SP)==len(SUP) and len({r['Item'] for r in I})==len(I)
sm={r['Supplier']:r for r in SP}; J=[{**{k:v for k,v in sm[r['Supplier']].items()},**r} for r in I]
F=lambda p,t=None:[r for r in (t if t is not None else J) if p(r)]
eq=lambda c,*v,t=None:F(lambda r:r[c] in v,t)
gt=lambda c,v,t=None:F(lambda r:r[c] is not None and r[c]>v,t)
lt=lambda c,v,t=None:F(lambda r:r[c] is not None and r[c]<v,t)
bt=lambda c,a,b,t=None:F(lambda r:r[c] is not None and a<=r[c]<=b,t)
SV,UP,OH='Stock value (EUR)','Unit price (EUR)','On hand'
sv=lambda x:total(x,SV)
Q=[
("How many items are on the stock list?",cnt(J)),
("how many suppliers do we have?",cnt(SP)),
("How many medicines do we stock, i.e. how many items are in that category?",cnt(eq('Category','Medicines'))),
("items in the cold store, how many?",cnt(eq('Storage','Cold store'))),
("How many items come from Halder & Sons?",cnt(eq('Supplier','Halder & Sons, Inc.'))),
("How many items have no quantity on hand entered?",cnt(F(lambda r:r[OH] is None))),
("How many items have no expiry date?",cnt(F(lambda r:r['Expiry date'] is None))),
("How many items do we have more than 1,000 of?",cnt(gt(OH,1000))),
("How many items cost less than 5 euros per unit?",cnt(lt(UP,5))),
("How many items have a unit price between 20 and 40 EUR?",cnt(bt(UP,20,40))),
("How many items have a stock value above €5,000?",cnt(gt(SV,5000))),
("How many items are below their reorder level?",cnt(F(lambda r:r[OH] is not None and r[OH]<r['Reorder level']))),
("How many items expire before 1 January 2026?",cnt(lt('Expiry date',date(2026,1,1)))),
("How many items expire in 2027?",cnt(F(lambda r:r['Expiry date'] and r['Expiry date'].year==2027))),
("Expiry dates have been a worry of mine lately, so: how many medicines have an expiry date before 1 July 2026?",cnt(lt('Expiry date',date(2026,7,1),eq('Category','Medicines')))),
("How many items were last counted in August 2025?",cnt(F(lambda r:r['Last count'] and r['Last count'].month==8))),
("How many items were last counted after 15 September 2025?",cnt(gt('Last count',date(2025,9,15)))),
("How many items are kept somewhere other than the Basement?",cnt(F(lambda r:r['Storage']!='Basement'))),
("How many items are either gloves or disinfectants?",cnt(eq('Category','Gloves','Disinfectants'))),
("How many dressings are stored in Store room 2?",cnt(eq('Storage','Store room 2',t=eq('Category','Dressings')))),
("How many items did Nina Albrecht count?",cnt(eq('Counted by','Albrecht, Nina'))),
("What is the total value of our stock?",sv(J)),
("total stock value of diagnostics",sv(eq('Category','Diagnostics'))),
("How many boxes of gloves do we have on hand in total?",total(eq('Category','Gloves'),OH)),
("For the insurance I need the stock value of everything in the pharmacy cabinet added up.",sv(eq('Storage','Pharmacy cabinet'))),
("What's the average unit price of a medicine?",avg(eq('Category','Medicines'),UP)),
("average lead time of our suppliers in days",avg(SP,'Lead time (days)')),
("Which item has the highest unit price?",whi(J,UP,'Item')),
("What is the cheapest item in lab supplies?",wlo(eq('Category','Lab supplies'),UP,'Item')),
("Which item is worth the most in stock value?",whi(J,SV,'Item')),
("Which item expires first?",wlo(J,'Expiry date','Item')),
("What's the highest reorder level among the office items?",hi(eq('Category','Office'),'Reorder level')),
("Top 5 items by stock value",top(J,SV,5,'Item')),
("Give me the three most expensive medicines per unit",top(eq('Category','Medicines'),UP,3,'Item')),
("How many different storage places are there?",distinct(J,'Storage')),
("How many different countries do our suppliers come from?",distinct(SP,'Country')),
("Which category has the most items?",best(J,'Category',cnt)),
("Which supplier provides the most items?",best(J,'Supplier',cnt)),
("Stock value per category?",by(J,'Category',sv)),
("How many items are in each storage place?",by(J,'Storage',cnt)),
("How many items come from suppliers in Germany?",cnt(eq('Country','Germany'))),
("What is the total stock value of items from Dutch suppliers, meaning country Netherlands?",sv(eq('Country','Netherlands'))),
("How many items have a supplier with a lead time of more than 8 days?",cnt(gt('Lead time (days)',8))),
("What's the stock value of items bought from suppliers with a framework contract?",sv(eq('Framework contract','yes'))),
("Which supplier country accounts for the highest stock value?",best(J,'Country',sv)),
("What percentage of items is in the category dressings?",pct(eq('Category','Dressings'),J)),
("What percentage of our items comes from suppliers in Austria?",pct(eq('Country','Austria'),J)),
("How many suppliers have a minimum order of €1,000 or more?",cnt(F(lambda r:r['Minimum order'] is not None and r['Minimum order']>=1000,SP))),
("Which supplier have we been a customer of the longest?",wlo(SP,'Customer since','Supplier')),
("How many Nitrile gloves M do we have on hand?",look(eq('Item','Nitrile gloves M'),OH)),
]
write(out+'/questions.jsonl','i-clinic-stock',Q)
