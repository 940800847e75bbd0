<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>HyperRestore</name>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Made from {} by {} (HyperRestore {}).</source>
            <translation>Aus {} erzeugt von {} (HyperRestore {}).</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Parameters: {}</source>
            <translation>Parameter: {}</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>How it was computed: {}</source>
            <translation>Wie gerechnet wurde: {}</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Weights: {}, SHA-256 {}…</source>
            <translation>Gewichte: {}, SHA-256 {}…</translation>
        </message>
        <message>
            <location filename="../processing/appearance/tree.py" />
            <source>{} – restored</source>
            <translation>{} – restauriert</translation>
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>Papers:</source>
            <translation>Literatur:</translation>
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>HyperRestore met an error that it did not foresee ({}: {}). The log has the details; please report it with them.</source>
            <translation>HyperRestore ist auf einen Fehler gestoßen, den es nicht vorausgesehen hat ({}: {}). Das Protokoll hat die Einzelheiten; bitte melden Sie ihn damit.</translation>
        </message>
        <message>
            <location filename="../processing/catalog.py" />
            <source>The weights '{0}' are set as the default of {1}, but the catalog has none of that name for {1}. Reset the default in Raster ▸ HyperRestore ▸ Weights…, import them again, or choose weights by name.</source>
            <translation>Die Gewichte '{0}' sind als Vorgabe für {1} eingestellt, aber der Katalog hat keine dieses Namens für {1}. Setzen Sie die Vorgabe in Raster ▸ HyperRestore ▸ Gewichte… zurück, importieren Sie sie erneut, oder wählen Sie Gewichte mit Namen.</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Check environment</source>
            <translation>Umgebung prüfen</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Setup</source>
            <translation>Einrichtung</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>install</source>
            <translation>installieren</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>dependencies</source>
            <translation>Abhängigkeiten</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>torch</source>
            <translation>torch</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>pytorch</source>
            <translation>pytorch</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>safetensors</source>
            <translation>safetensors</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>scikit-image</source>
            <translation>scikit-image</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>pip</source>
            <translation>pip</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>CUDA</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>version</source>
            <translation>Version</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>missing</source>
            <translation>fehlend</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>packages</source>
            <translation>Pakete</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Tells whether QGIS has all that HyperRestore needs, and which devices it can compute with.

When to use it: when an algorithm says that a package is missing, or to see whether the graphics card is used. It names the Python that QGIS runs, its versions of QGIS, GDAL and numpy, and each package: there, missing, too old, or there but not loading, with the reason. Where something is missing it tells which build fits this computer, how large it is, where it would go, and the very command that installs it.

It installs nothing, and missing packages are no error: the run succeeds, and READY is false. In QGIS's window, Raster &gt; HyperRestore &gt; Check environment... shows the same and installs if you say so.</source>
            <translation>Sagt, ob QGIS alles hat, was HyperRestore braucht, und womit es rechnen kann.

Wann zu verwenden: wenn ein Algorithmus meldet, dass ein Paket fehlt, oder um zu sehen, ob die Grafikkarte benutzt wird. Es nennt das Python, mit dem QGIS läuft, die Versionen von QGIS, GDAL und numpy und jedes Paket: vorhanden, fehlend, zu alt, oder vorhanden, aber nicht zu laden, mit dem Grund. Fehlt etwas, sagt es, welche Ausführung zu diesem Rechner passt, wie groß sie ist, wohin sie käme, und den genauen Befehl, der sie installiert.

Es installiert nichts, und fehlende Pakete sind kein Fehler: Der Lauf gelingt, und READY ist false. Im Fenster von QGIS zeigt Raster &gt; HyperRestore &gt; Umgebung prüfen... dasselbe und installiert, wenn Sie es wollen.</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Report (HTML)</source>
            <translation>Bericht (HTML)</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The findings as a page, to keep or to send to whoever helps you.</source>
            <translation>Die Befunde als Seite, zum Aufheben oder für jemanden, der Ihnen hilft.</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Findings (JSON)</source>
            <translation>Befunde (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The findings for other programs.</source>
            <translation>Die Befunde für andere Programme.</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Whether all that is required can be used</source>
            <translation>Ob alles Nötige benutzbar ist</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>What cannot be used, separated by spaces</source>
            <translation>Was nicht benutzbar ist, durch Leerzeichen getrennt</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The command that installs it, or nothing</source>
            <translation>Der Befehl, der es installiert, oder nichts</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Devices that torch sees, separated by semicolons</source>
            <translation>Geräte, die torch sieht, durch Semikolons getrennt</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>To install by hand, outside QGIS:</source>
            <translation>Zum Installieren von Hand, außerhalb von QGIS:</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Findings</source>
            <translation>Befunde</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>First</source>
            <translation>Zuerst</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>HyperRestore: environment</source>
            <translation>HyperRestore: Umgebung</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Everything that HyperRestore needs is there.</source>
            <translation>Alles, was HyperRestore braucht, ist da.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Installed. Start QGIS again to use it.</source>
            <translation>Installiert. Starten Sie QGIS neu, um es zu benutzen.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Installed. HyperRestore is ready, without a new start of QGIS.</source>
            <translation>Installiert. HyperRestore ist bereit, ohne Neustart von QGIS.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>But pip found a torch without CUDA, which does not use the graphics card.</source>
            <translation>Aber pip fand ein torch ohne CUDA, das die Grafikkarte nicht benutzt.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Packages are missing: {}.</source>
            <translation>Es fehlen Pakete: {}.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Packages are missing or do not work: {}.</source>
            <translation>Pakete fehlen oder funktionieren nicht: {}.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>all denoising and super-resolution</source>
            <translation>alles Entrauschen und alle Superauflösung</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>trained networks</source>
            <translation>trainierte Netze</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Evaluate, and reports of Fine-tune</source>
            <translation>Bewerten und Berichte des Nachtrainierens</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>charts in reports; optional</source>
            <translation>Diagramme in Berichten; nicht zwingend</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>several computers at once; optional</source>
            <translation>mehrere Rechner zugleich; nicht zwingend</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>there, but does not load: {}</source>
            <translation>da, aber nicht zu laden: {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>version {} is too old, {} or later is needed</source>
            <translation>Version {} ist zu alt, nötig ist {} oder neuer</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>version {}</source>
            <translation>Version {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>CUDA {}, for NVIDIA cards</source>
            <translation>CUDA {}, für NVIDIA-Karten</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Apple</source>
            <translation>Apple</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the one for macOS</source>
            <translation>die für macOS</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>this computer has a card and driver for it</source>
            <translation>dieser Rechner hat eine Karte und einen Treiber dafür</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA driver was found</source>
            <translation>kein NVIDIA-Treiber gefunden</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>there is an NVIDIA driver, but it sees no card</source>
            <translation>es gibt einen NVIDIA-Treiber, aber er sieht keine Karte</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the NVIDIA driver is too old for a CUDA build; update it to use the card</source>
            <translation>der NVIDIA-Treiber ist zu alt für eine CUDA-Ausführung; aktualisieren Sie ihn, um die Karte zu benutzen</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the NVIDIA card is too old for a CUDA build</source>
            <translation>die NVIDIA-Karte ist zu alt für eine CUDA-Ausführung</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>this QGIS's Python is too old for the NVIDIA card's build; update QGIS to use the card</source>
            <translation>das Python dieses QGIS ist zu alt für die Ausführung, die zur NVIDIA-Karte passt; aktualisieren Sie QGIS, um die Karte zu benutzen</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}: {}</source>
            <translation>{}: {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>about {} to download, about {} on disk; {} are free there</source>
            <translation>etwa {} herunterzuladen, etwa {} auf der Platte; dort sind {} frei</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>not known without torch</source>
            <translation>ohne torch nicht bekannt</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA driver</source>
            <translation>kein NVIDIA-Treiber</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}; driver {}, which runs CUDA up to {}</source>
            <translation>{}; Treiber {}, der CUDA bis {} ausführt</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA card</source>
            <translation>keine NVIDIA-Karte</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} in {} cannot be used, but would be found first. Remove it:  {}</source>
            <translation>{} in {} ist nicht benutzbar, würde aber zuerst gefunden. Entfernen Sie es:  {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>This Python has no pip. Install that first, on Debian and Ubuntu with:  sudo apt install python3-pip</source>
            <translation>Dieses Python hat kein pip. Installieren Sie das zuerst, auf Debian und Ubuntu mit:  sudo apt install python3-pip</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>There is not enough room on the disk.</source>
            <translation>Auf der Platte ist nicht genug Platz.</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}, with GDAL {} and numpy {}</source>
            <translation>{}, mit GDAL {} und numpy {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>QGIS</source>
            <translation>QGIS</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Graphics card</source>
            <translation>Grafikkarte</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Computes on</source>
            <translation>Rechnet auf</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>To install</source>
            <translation>Zu installieren</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Build of torch</source>
            <translation>Ausführung von torch</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Goes to</source>
            <translation>Kommt nach</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Install downloads from {}, into a folder of HyperRestore's own. QGIS's packages stay as they are. Or run this command yourself, outside QGIS:</source>
            <translation>Installieren lädt von {} in einen eigenen Ordner von HyperRestore. Die Pakete von QGIS bleiben, wie sie sind. Oder führen Sie diesen Befehl selbst aus, außerhalb von QGIS:</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} and {}</source>
            <translation>{} und {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>, from {}</source>
            <translation>, aus {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{:.1f} GB</source>
            <translation>{:.1f} GB</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} MB</source>
            <translation>{} MB</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Import MAT file</source>
            <translation>MAT-Datei importieren</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>mat</source>
            <translation>mat</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>matlab</source>
            <translation>Matlab</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>hdf5</source>
            <translation>hdf5</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>v7.3</source>
            <translation>v7.3</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>benchmark</source>
            <translation>Vergleichsdaten</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>cube</source>
            <translation>Datenwürfel</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>hyperspectral</source>
            <translation>hyperspektral</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>convert</source>
            <translation>umwandeln</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>import</source>
            <translation>importieren</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>open</source>
            <translation>öffnen</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Turns a hyperspectral cube in a MATLAB file (.mat), as benchmark sites ship them, into a GeoTIFF or ENVI raster.

When to use it: to open such a file in QGIS, which cannot read it. MAT files of all versions are read, 7.3 (HDF5) included; only numbers are read, nothing of a file is run.

The cube may be a 3-D array with its axes in any order, or flattened to bands and pixels. What is left on 'auto' is deduced from the file: from sizes that it states, from a ground truth beside the cube, and from the numbers themselves; the log says what was taken for what, and why. What cannot be told is asked for.

The number type is kept, but for types that many programs cannot read: int8 becomes Int16, half precision Float32, 64-bit integers Float64. Compressed arrays of files before version 7.3 are read whole into memory, all others a part at a time. The result has no place on the ground unless you give one.</source>
            <translation>Macht aus einem hyperspektralen Würfel in einer MATLAB-Datei (.mat), wie Benchmark-Seiten sie anbieten, ein GeoTIFF- oder ENVI-Raster.

Wann zu verwenden: um eine solche Datei in QGIS zu öffnen, das sie nicht lesen kann. MAT-Dateien aller Versionen werden gelesen, auch 7.3 (HDF5); es werden nur Zahlen gelesen, nichts in der Datei wird ausgeführt.

Der Würfel kann ein 3-D-Feld mit Achsen in beliebiger Reihenfolge sein, oder abgeflacht zu Bändern und Pixeln. Was auf 'auto' bleibt, wird aus der Datei erschlossen: aus Größen, die sie nennt, aus einer Ground-Truth-Karte neben dem Würfel und aus den Zahlen selbst; das Protokoll sagt, was wofür gehalten wurde und warum. Was sich nicht erschließen lässt, wird erfragt.

Der Zahlentyp bleibt, außer bei Typen, die viele Programme nicht lesen können: Aus int8 wird Int16, aus halber Genauigkeit Float32, aus 64-Bit-Ganzzahlen Float64. Komprimierte Felder in Dateien vor Version 7.3 werden als Ganzes in den Speicher gelesen, alle anderen stückweise. Das Ergebnis liegt nirgendwo auf der Erde, es sei denn, Sie geben einen Ort an.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Imported raster</source>
            <translation>Importiertes Raster</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip).</source>
            <translation>GeoTIFF (.tif) oder ENVI (.dat, .img, .bsq, .bil, .bip).</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Name of the variable</source>
            <translation>Name der Variablen</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of rows</source>
            <translation>Anzahl der Zeilen</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of columns</source>
            <translation>Anzahl der Spalten</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of bands</source>
            <translation>Anzahl der Bänder</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>MAT file</source>
            <translation>MAT-Datei</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>MAT files (*.mat);;All files (*)</source>
            <translation>MAT-Dateien (*.mat);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The file as MATLAB, or a program that writes its format, saved it.</source>
            <translation>Die Datei, wie MATLAB oder ein Programm, das dessen Format schreibt, sie gespeichert hat.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Variable (empty: the only cube)</source>
            <translation>Variable (leer: der einzige Würfel)</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Name of the array to import. Empty takes the only one that can be a cube; where there are several, the error lists them. Masks and ground truths can be named, too: they become rasters of one band.</source>
            <translation>Name des Feldes, das importiert werden soll. Leer nimmt das einzige, das ein Würfel sein kann; gibt es mehrere, zählt die Fehlermeldung sie auf. Auch Masken und Ground-Truth-Karten können genannt werden: Sie werden zu Rastern mit einem Band.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Axes of the array</source>
            <translation>Achsen des Feldes</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>What the sizes of the array are, in the order in which MATLAB lists them. 'pixels' is for flattened cubes, two axes without bands for maps.</source>
            <translation>Was die Größen des Feldes bedeuten, in der Reihenfolge, in der MATLAB sie aufzählt. 'pixels' ist für abgeflachte Würfel, zwei Achsen ohne Bänder sind für Karten.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Rows of the image; needed for flattened cubes where the file does not tell.</source>
            <translation>Zeilen des Bildes; nötig für abgeflachte Würfel, wenn die Datei es nicht sagt.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Columns of the image; needed for flattened cubes where the file does not tell.</source>
            <translation>Spalten des Bildes; nötig für abgeflachte Würfel, wenn die Datei es nicht sagt.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Order of flattened pixels</source>
            <translation>Reihenfolge abgeflachter Pixel</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>'fortran': pixels run down the columns, as MATLAB's own reshape has them. 'C': they run along the rows. 'auto' takes the order in which neighbours are alike.</source>
            <translation>'fortran': Die Pixel laufen die Spalten hinab, wie bei MATLABs eigenem reshape. 'C': Sie laufen die Zeilen entlang. 'auto' nimmt die Reihenfolge, in der Nachbarn sich ähneln.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Wavelengths</source>
            <translation>Wellenlängen</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>One number per band, separated by commas or semicolons, or the name of a variable. Empty takes a variable that is called like wavelengths, has one number per band, and holds such.</source>
            <translation>Eine Zahl je Band, durch Kommas oder Semikolons getrennt, oder der Name einer Variablen. Leer nimmt eine Variable, die nach Wellenlängen benannt ist, eine Zahl je Band hat und Wellenlängen enthält.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Unit of the wavelengths</source>
            <translation>Einheit der Wellenlängen</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>'auto' takes numbers from 100 on for nanometres, less for micrometres.</source>
            <translation>'auto' hält Zahlen ab 100 für Nanometer, kleinere für Mikrometer.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Full width at half maximum</source>
            <translation>Halbwertsbreite</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>How wide each band is (FWHM), in the unit of the wavelengths: one number per band, one for all, or the name of a variable. Empty takes a variable that is called so.</source>
            <translation>Wie breit jedes Band ist (FWHM), in der Einheit der Wellenlängen: eine Zahl je Band, eine für alle oder der Name einer Variablen. Leer nimmt eine Variable, die so heißt.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Coordinate system</source>
            <translation>Koordinatensystem</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Coordinate system of the extent or geotransform.</source>
            <translation>Koordinatensystem der Ausdehnung oder der Geotransformation.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Extent</source>
            <translation>Ausdehnung</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Where the outer edges of the image lie, north up.</source>
            <translation>Wo die Außenkanten des Bildes liegen, Norden oben.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Geotransform</source>
            <translation>Geotransformation</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GDAL's six numbers in place of the extent: x of the upper left corner, pixel width, row rotation, y of the upper left corner, column rotation, pixel height (negative for north up).</source>
            <translation>GDALs sechs Zahlen anstelle der Ausdehnung: x der linken oberen Ecke, Pixelbreite, Zeilendrehung, y der linken oberen Ecke, Spaltendrehung, Pixelhöhe (negativ, wenn Norden oben ist).</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Nodata value</source>
            <translation>Nodata-Wert</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The number that stands for missing pixels; written into the raster, nothing is changed.</source>
            <translation>Die Zahl, die für fehlende Pixel steht; sie wird ins Raster geschrieben, sonst ändert sich nichts.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The EXTENT that was given has no area. Give west, east, south and north.</source>
            <translation>Die angegebene EXTENT hat keine Fläche. Geben Sie Westen, Osten, Süden und Norden an.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Both EXTENT and GEOTRANSFORM were given. Give one of them.</source>
            <translation>EXTENT und GEOTRANSFORM wurden beide angegeben. Geben Sie nur eines davon an.</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GEOTRANSFORM was given as '{}'. Give six numbers that place each pixel elsewhere: x, pixel width, row rotation, y, column rotation, pixel height.</source>
            <translation>GEOTRANSFORM wurde als '{}' angegeben. Geben Sie sechs Zahlen an, die jedes Pixel an einen anderen Ort setzen: x, Pixelbreite, Zeilendrehung, y, Spaltendrehung, Pixelhöhe.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Import weights</source>
            <translation>Gewichte importieren</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>checkpoint</source>
            <translation>Checkpoint</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>neural network</source>
            <translation>neuronales Netz</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>deep learning</source>
            <translation>Deep Learning</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>pth</source>
            <translation>pth</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>catalog</source>
            <translation>Katalog</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Adds trained weights to your catalog, where the restoration algorithms offer them by name: those that the authors of a network released (a checkpoint, .pth) are converted; those that HyperRestore made elsewhere, such as a colleague's (.safetensors with model card and SHA256SUMS), are checked and copied.

When to use it: when you have weights from elsewhere that are better than the shipped ones. The file is read as plain numbers: code inside it is refused, never run. The weights are kept in your QGIS profile, or in the folder that HyperRestore's settings name, with a model card and a checksum.

Weights have owners: see to it that you may use them.

Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them.</source>
            <translation>Nimmt trainierte Gewichte in Ihren Katalog auf, aus dem die Restaurierungsalgorithmen sie mit Namen anbieten: Solche, die die Autoren eines Netzes veröffentlicht haben (ein Checkpoint, .pth), werden umgewandelt; solche, die HyperRestore anderswo erzeugt hat, etwa die einer Kollegin (.safetensors mit Modellkarte und SHA256SUMS), werden geprüft und kopiert.

Wann zu verwenden: wenn Sie Gewichte von anderswo haben, die besser sind als die mitgelieferten. Die Datei wird als reine Zahlen gelesen: Code darin wird abgelehnt und nie ausgeführt. Die Gewichte liegen dann in Ihrem QGIS-Profil, oder im Ordner, den die Einstellungen von HyperRestore nennen, mit einer Modellkarte und einer Prüfsumme.

Gewichte gehören jemandem: Vergewissern Sie sich, dass Sie sie benutzen dürfen.

Braucht die Python-Pakete torch und safetensors; wo sie fehlen, sagt der Algorithmus beim Ausführen, wie man sie bekommt.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Weights file</source>
            <translation>Gewichtsdatei</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Weights (*.pth *.pt *.safetensors)</source>
            <translation>Gewichte (*.pth *.pt *.safetensors)</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>A checkpoint as the authors of the network released it (.pth), or weights that HyperRestore made (.safetensors) with their model card (.json) and SHA256SUMS beside them.</source>
            <translation>Ein Checkpoint, wie ihn die Autoren des Netzes veröffentlicht haben (.pth), oder Gewichte, die HyperRestore erzeugt hat (.safetensors), mit ihrer Modellkarte (.json) und SHA256SUMS daneben.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Which network a checkpoint belongs to; a model card says it itself.</source>
            <translation>Zu welchem Netz ein Checkpoint gehört; eine Modellkarte sagt es selbst.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Name in the catalog</source>
            <translation>Name im Katalog</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Letters, digits, '-', '_' and '.'; must not be taken.</source>
            <translation>Buchstaben, Ziffern, '-', '_' und '.'; darf nicht vergeben sein.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Authors</source>
            <translation>Autoren</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Who trained the weights; kept in the model card.</source>
            <translation>Wer die Gewichte trainiert hat; steht dann in der Modellkarte.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Licence</source>
            <translation>Lizenz</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Under which terms they may be used; kept in the model card.</source>
            <translation>Zu welchen Bedingungen sie benutzt werden dürfen; steht dann in der Modellkarte.</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>'{}' is in the catalog: {}.</source>
            <translation>'{}' ist im Katalog: {}.</translation>
        </message>
        <message>
            <location filename="../processing/example_models.py" />
            <source>The example model {} cannot be read.</source>
            <translation>Das Beispielmodell {} kann nicht gelesen werden.</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT that was given cannot be brought into the coordinate system of '{}': {}.</source>
            <translation>Die angegebene EXTENT lässt sich nicht in das Koordinatensystem von '{}' bringen: {}.</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT that was given lies beside the pixels of {}. Give one that meets the raster.</source>
            <translation>Die angegebene EXTENT liegt neben den Pixeln von {}. Geben Sie eine an, die das Raster trifft.</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT {} ({}) lies beside the raster '{}'. Give one that meets it, or none for the whole raster.</source>
            <translation>Die EXTENT {} ({}) liegt neben dem Raster '{}'. Geben Sie eine an, die es trifft, oder keine für das ganze Raster.</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>no coordinate system</source>
            <translation>kein Koordinatensystem</translation>
        </message>
        <message>
            <location filename="../processing/method_base.py" />
            <source>Restore without training</source>
            <translation>Restaurieren ohne Training</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Estimate noise</source>
            <translation>Rauschen schätzen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Quality</source>
            <translation>Qualität</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>noise estimation</source>
            <translation>Rauschschätzung</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>estimate</source>
            <translation>schätzen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>measure</source>
            <translation>messen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>SNR</source>
            <translation>SNR</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>signal-to-noise</source>
            <translation>Signal-Rausch-Verhältnis</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>sigma</source>
            <translation>Sigma</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>stripes</source>
            <translation>Streifen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>dead lines</source>
            <translation>tote Linien</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>impulse</source>
            <translation>Impulsrauschen</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>bad bands</source>
            <translation>schlechte Bänder</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>quality</source>
            <translation>Qualität</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>report</source>
            <translation>Bericht</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>HySime</source>
            <translation>HySime</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>EnMAP</source>
            <translation>EnMAP</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>PRISMA</source>
            <translation>PRISMA</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>DESIS</source>
            <translation>DESIS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>EMIT</source>
            <translation>EMIT</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>AVIRIS</source>
            <translation>AVIRIS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>HySpex</source>
            <translation>HySpex</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Measures how noisy each band of a hyperspectral raster is, finds stripes, dead lines and single wrong pixels, and says which bands need what. No clean reference is needed.

When to use it: before anything else, to learn whether a raster needs denoising at all and which algorithm to take. In a model, MODEL is the id of the algorithm that does best with such noise, or 'none'. Let that algorithm see all bands: the clean ones tell what the noisy ones hide, and come back all but unchanged. Where they must stay exactly as they are, NOISY_BANDS fits the BANDS parameter of a denoiser (it is empty where MODEL is 'none', which a denoiser takes for all bands: ask MODEL first).

How it works: each value is compared with what the other bands of its pixel predict, and what is left is noise. Its size is given as sigma, the standard deviation: two of three values are off by less than that. SNR is the signal divided by it, in decibels: the more, the better. With fewer than four bands there is nothing to predict from; the pixels around are used instead, texture counts as noise, and the figures are upper bounds.

Verdicts:
- Gaussian noise: grain with a sigma from 1.5 on, where the clean raster spans 0 to 255; below, denoisers remove more than they repair.
- stripes: lines that are shifted throughout, by 1.5 of 255 or more.
- dead lines: lines that hold (nearly) the same value throughout.
- impulses: single wrong pixels, at least 5 % of all.
- clean: none of these. Bands flagged bad, constant or empty are named, but not judged.

Stripes that are weaker than about 3 sigma divided by the root of the number of pixels in a line are hidden in the noise. Wrong pixels whose values could be those of the scene are counted as noise.</source>
            <translation>Misst, wie verrauscht jedes Band eines hyperspektralen Rasters ist, findet Streifen, tote Linien und einzelne Fehlpixel und sagt, welche Bänder was brauchen. Eine saubere Referenz ist nicht nötig.

Wann zu verwenden: vor allem anderen, um zu erfahren, ob ein Raster überhaupt entrauscht werden muss und mit welchem Algorithmus. In einem Modell ist MODEL die Kennung des Algorithmus, der mit solchem Rauschen am besten fertig wird, oder 'none'. Geben Sie diesem Algorithmus alle Bänder: Die sauberen verraten, was die verrauschten verbergen, und kommen so gut wie unverändert zurück. Wo sie genau bleiben müssen, wie sie sind, passt NOISY_BANDS in den Parameter BANDS eines Entrauschers (es ist leer, wenn MODEL 'none' ist, was ein Entrauscher als alle Bänder versteht: Fragen Sie zuerst MODEL ab).

Wie es arbeitet: Jeder Wert wird mit dem verglichen, was die anderen Bänder seines Pixels erwarten lassen, und was übrig bleibt, ist Rauschen. Seine Größe wird als Sigma angegeben, die Standardabweichung: Zwei von drei Werten liegen weniger als das daneben. SNR ist das Signal geteilt durch sie, in Dezibel: je mehr, desto besser. Bei weniger als vier Bändern lässt sich daraus nichts vorhersagen; dann dienen die Pixel ringsum, Textur zählt als Rauschen, und die Zahlen sind Obergrenzen.

Urteile:
- Gauß-Rauschen: Körnung mit einem Sigma ab 1,5, wenn das saubere Raster von 0 bis 255 reicht; darunter nehmen Entrauscher mehr weg, als sie reparieren.
- Streifen: Linien, die durchgehend um 1,5 von 255 oder mehr verschoben sind.
- tote Linien: Linien mit durchgehend (nahezu) demselben Wert.
- Impulse: einzelne Fehlpixel, mindestens 5 % von allen.
- sauber: nichts davon. Als schlecht markierte, konstante oder leere Bänder werden genannt, aber nicht beurteilt.

Streifen, die schwächer sind als etwa 3 Sigma geteilt durch die Wurzel aus der Zahl der Pixel einer Linie, gehen im Rauschen unter. Fehlpixel, deren Werte auch zur Szene gehören könnten, zählen als Rauschen.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Hyperspectral raster</source>
            <translation>Hyperspektrales Raster</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Any raster that GDAL reads, best as the sensor recorded it: resampling to a map hides noise and bends stripes.</source>
            <translation>Jedes Raster, das GDAL liest, am besten so, wie der Sensor es aufgenommen hat: Das Umrechnen auf eine Karte verbirgt Rauschen und verbiegt Streifen.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Direction of stripes and dead lines</source>
            <translation>Richtung von Streifen und toten Linien</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line by line (push-broom), or along rows; 'auto' finds out.</source>
            <translation>Ob Streifen und tote Linien entlang der Spalten laufen, wie im Rohbild eines zeilenweise aufnehmenden Sensors (Push-Broom), oder entlang der Zeilen; 'auto' findet es heraus.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Curves, maps and tables in one file.</source>
            <translation>Kurven, Karten und Tabellen in einer Datei.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Bands (CSV)</source>
            <translation>Bänder (CSV)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>One row for each band. Lines count from 0.</source>
            <translation>Eine Zeile je Band. Linien zählen ab 0.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Results (JSON)</source>
            <translation>Ergebnisse (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>All results, and what is known of each band, for scripts.</source>
            <translation>Alle Ergebnisse und was über jedes Band bekannt ist, für Skripte.</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Noise sigma, median over bands (source units)</source>
            <translation>Sigma des Rauschens, Median der Bänder (Einheiten der Quelle)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Noise sigma, median over bands (clean range 0 to 255)</source>
            <translation>Sigma des Rauschens, Median der Bänder (sauberer Bereich 0 bis 255)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>SNR, median over bands (dB)</source>
            <translation>SNR, Median der Bänder (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Number of striped bands</source>
            <translation>Anzahl der gestreiften Bänder</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Number of dead lines in all bands</source>
            <translation>Anzahl der toten Linien in allen Bändern</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Share of impulses, mean over bands (0 to 1)</source>
            <translation>Anteil der Impulse, Mittel der Bänder (0 bis 1)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Bands that need restoration, for BANDS</source>
            <translation>Bänder, die restauriert werden müssen, für BANDS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>What to do, in words</source>
            <translation>Was zu tun ist, in Worten</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Suggested algorithm, or none</source>
            <translation>Vorgeschlagener Algorithmus oder none</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Evaluate against a reference</source>
            <translation>Gegen eine Referenz bewerten</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>compare</source>
            <translation>vergleichen</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>difference</source>
            <translation>Unterschied</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>metrics</source>
            <translation>Kennzahlen</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>accuracy</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>PSNR</source>
            <translation>PSNR</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SSIM</source>
            <translation>SSIM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM</source>
            <translation>SAM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>spectral angle</source>
            <translation>Spektralwinkel</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>ERGAS</source>
            <translation>ERGAS</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>RMSE</source>
            <translation>RMSE</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Measures how near a raster, such as a restored one, comes to a reference of the same grid and bands, with the figures that papers on restoration use.

When to use it: to compare methods where you know the truth, as after Simulate noise. Without a reference, take Estimate noise. The figures come back as numbers, for use in models too; a report with curves, maps and spectra, and tables of all bands, are written on demand.

- MPSNR: the largest possible value against the error, in decibels, mean over bands: the more, the better; at 40 the typical error is a hundredth of the range. Bands without any error count as 120 dB.
- MSSIM: how alike the two images look, from 0 to 1, mean over bands (Gaussian window of 11 px, sigma 1.5).
- SAM: the angle between the two spectra of a pixel, mean over pixels, in radians and in degrees: 0 where their shapes are the same.
- ERGAS: 100 x ratio x the root of the mean over bands of squared error / squared mean: the less, the better.
- RMSE: the typical error over all values, in the rasters' own units, and the PSNR of that one error (cube PSNR).

Pixels count where both rasters are valid: nodata, NaN and masked pixels never do. Left out, and named in the log, are alpha bands, bands flagged bad, bands without data, and bands that are constant in the reference. Both rasters are read piece by piece, whatever their size. Where their scale and offset differ, both are applied first.

Needs the Python package scikit-image; where it is missing, running the algorithm tells how to get it.</source>
            <translation>Misst, wie nahe ein Raster, etwa ein restauriertes, einer Referenz mit demselben Gitter und denselben Bändern kommt, mit den Kennzahlen, die Veröffentlichungen zur Bildrestaurierung verwenden.

Wann zu verwenden: um Verfahren zu vergleichen, wo Sie die Wahrheit kennen, etwa nach Rauschen simulieren. Ohne Referenz nehmen Sie Rauschen schätzen. Die Kennzahlen kommen als Zahlen zurück, auch für Modelle; ein Bericht mit Kurven, Karten und Spektren sowie Tabellen aller Bänder werden auf Wunsch geschrieben.

- MPSNR: der größtmögliche Wert gegen den Fehler, in Dezibel, Mittel der Bänder: je mehr, desto besser; bei 40 ist der typische Fehler ein Hundertstel des Wertebereichs. Bänder ganz ohne Fehler zählen als 120 dB.
- MSSIM: wie ähnlich die beiden Bilder aussehen, von 0 bis 1, Mittel der Bänder (Gauß-Fenster von 11 px, Sigma 1,5).
- SAM: der Winkel zwischen den beiden Spektren eines Pixels, Mittel der Pixel, in Bogenmaß und in Grad: 0, wo ihre Formen gleich sind.
- ERGAS: 100 x Verhältnis x Wurzel aus dem Mittel der Bänder von quadriertem Fehler / quadriertem Mittelwert: je weniger, desto besser.
- RMSE: der typische Fehler über alle Werte, in den Einheiten der Raster, und der PSNR dieses einen Fehlers (PSNR des Würfels).

Es zählen Pixel, wo beide Raster gültig sind: Nodata, NaN und maskierte Pixel nie. Außen vor bleiben, im Protokoll genannt, Alphabänder, als schlecht markierte Bänder, Bänder ohne Daten und Bänder, die in der Referenz konstant sind. Beide Raster werden stückweise gelesen, wie groß sie auch sind. Wo sich Skalierung und Versatz unterscheiden, werden beide zuerst angewandt.

Braucht das Python-Paket scikit-image; wo es fehlt, sagt der Algorithmus beim Ausführen, wie man es bekommt.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Raster to evaluate</source>
            <translation>Zu bewertendes Raster</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>The raster whose quality is asked for, such as a restored one.</source>
            <translation>Das Raster, nach dessen Qualität gefragt ist, etwa ein restauriertes.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>The truth: a raster of the same size, place and number of bands.</source>
            <translation>Die Wahrheit: ein Raster gleicher Größe, Lage und Bandzahl.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>One page with all figures inside it.</source>
            <translation>Eine Seite mit allen Abbildungen darin.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>One row for each band, and their means: PSNR, SSIM, and RMSE, bias and largest error in own units.</source>
            <translation>Eine Zeile je Band, dazu die Mittelwerte: PSNR, SSIM sowie RMSE, systematische Abweichung und größter Fehler in eigenen Einheiten.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>All figures, bands, settings and inputs, for scripts.</source>
            <translation>Alle Zahlen, Bänder, Einstellungen und Eingaben, für Skripte.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>MPSNR (dB)</source>
            <translation>MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>MSSIM</source>
            <translation>MSSIM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM (radians)</source>
            <translation>SAM (Bogenmaß)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM (degrees)</source>
            <translation>SAM (Grad)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>RMSE (own units)</source>
            <translation>RMSE (eigene Einheiten)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Cube PSNR (dB)</source>
            <translation>PSNR des Würfels (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Bands to compare (none chosen: all)</source>
            <translation>Zu vergleichende Bänder (keines gewählt: alle)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Bands flagged bad are left out in any case.</source>
            <translation>Als schlecht markierte Bänder bleiben immer außen vor.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Value scaling</source>
            <translation>Skalierung der Werte</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>'cube' maps the reference's least and greatest value to 0 and 1, and the raster to evaluate likewise, with a peak of 1: what the papers do. 'none' leaves values as they are. SAM and ERGAS depend on it: angles between spectra change when a value is subtracted from all bands.</source>
            <translation>'cube' bildet den kleinsten und den größten Wert der Referenz auf 0 und 1 ab und das zu bewertende Raster ebenso, mit einem Spitzenwert von 1: So machen es die Veröffentlichungen. 'none' lässt die Werte, wie sie sind. SAM und ERGAS hängen davon ab: Winkel zwischen Spektren ändern sich, wenn von allen Bändern ein Wert abgezogen wird.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Peak (0: range of the reference)</source>
            <translation>Spitzenwert (0: Bereich der Referenz)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>With the scaling 'none': the value that PSNR and SSIM take for the signal's peak, such as 10000 for reflectance stored as whole numbers. 0: the reference's greatest value less its least.</source>
            <translation>Bei der Skalierung 'none': der Wert, den PSNR und SSIM für den Spitzenwert des Signals nehmen, etwa 10000 für Reflexionsgrade, die als ganze Zahlen gespeichert sind. 0: größter minus kleinster Wert der Referenz.</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>ERGAS ratio</source>
            <translation>ERGAS-Verhältnis</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Size of a fine pixel in coarse ones: 1 for denoising; for super-resolution 0.5 for x2, 0.25 for x4. Some authors always take 1, others 1/4.</source>
            <translation>Größe eines feinen Pixels in groben: 1 beim Entrauschen; bei der Superauflösung 0,5 für x2, 0,25 für x4. Manche Autoren nehmen immer 1, andere 1/4.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Simulate noise</source>
            <translation>Rauschen simulieren</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>simulate</source>
            <translation>simulieren</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>simulation</source>
            <translation>Simulation</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>add noise</source>
            <translation>verrauschen</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>degrade</source>
            <translation>verschlechtern</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Gaussian</source>
            <translation>Gauß</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>salt and pepper</source>
            <translation>Salz und Pfeffer</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Poisson</source>
            <translation>Poisson</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>speckle</source>
            <translation>Speckle</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>downsample</source>
            <translation>vergröbern</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>coarser</source>
            <translation>gröber</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>test data</source>
            <translation>Testdaten</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Adds noise of known kind and strength to a clean raster, or makes it coarser, as papers on restoration do in their tests.

When to use it: to find out how well a method does on scenes like yours: spoil a clean raster, restore it, and compare with the clean one by Evaluate against a reference. Georeference, nodata, wavelengths and all other metadata stay; the same seed gives the same noise.

The clean values span 0 to 1 between the least and the greatest valid value of all bands that get noise. Sigma, the typical size of the noise (its standard deviation), is given on the scale 0 to 255. The noise:
- gaussian: grain, with the same sigma in every band.
- noniid: grain; each band draws 10, 30, 50 or 70 as its sigma.
- stripe: noniid; in a third of the bands 5 to 15 % of the lines are shifted by up to 0.25.
- deadline: noniid; in a third of the bands 5 to 15 % of the lines are 0.
- impulse: noniid; in a third of the bands 10, 30, 50 or 70 % of the pixels are 0 or 1.
- mixture: noniid; a third of the bands gets stripes, a third dead lines, a third impulses.
- poisson: photon counts, in every band; the noise is strongest where the values are high.
- speckle: every value is multiplied by a random factor of mean 1 and standard deviation sigma/255.
- none: only makes the raster coarser.

The authors' code names poisson and speckle, but never applies them: here they come alone, without other noise, as the words mean. With a down-sampling factor the raster is first made coarser (bicubic with antialiasing), for studies of super-resolution. A coarse pixel that any pixel without data enters has no data.</source>
            <translation>Fügt einem sauberen Raster Rauschen bekannter Art und Stärke hinzu oder vergröbert es, wie Veröffentlichungen zur Bildrestaurierung es in ihren Versuchen tun.

Wann zu verwenden: um herauszufinden, wie gut ein Verfahren bei Szenen wie Ihren ist: Verderben Sie ein sauberes Raster, restaurieren Sie es, und vergleichen Sie es mit dem sauberen durch Gegen eine Referenz bewerten. Georeferenz, Nodata, Wellenlängen und alle anderen Metadaten bleiben; der gleiche Startwert ergibt das gleiche Rauschen.

Die sauberen Werte reichen von 0 bis 1 zwischen dem kleinsten und dem größten gültigen Wert aller Bänder, die Rauschen bekommen. Sigma, die typische Größe des Rauschens (seine Standardabweichung), wird auf der Skala 0 bis 255 angegeben. Das Rauschen:
- gaussian: Körnung, mit demselben Sigma in jedem Band.
- noniid: Körnung; jedes Band zieht 10, 30, 50 oder 70 als sein Sigma.
- stripe: noniid; in einem Drittel der Bänder sind 5 bis 15 % der Linien um bis zu 0,25 verschoben.
- deadline: noniid; in einem Drittel der Bänder sind 5 bis 15 % der Linien 0.
- impulse: noniid; in einem Drittel der Bänder sind 10, 30, 50 oder 70 % der Pixel 0 oder 1.
- mixture: noniid; ein Drittel der Bänder bekommt Streifen, ein Drittel tote Linien, ein Drittel Impulse.
- poisson: gezählte Photonen, in jedem Band; das Rauschen ist dort am stärksten, wo die Werte hoch sind.
- speckle: Jeder Wert wird mit einem Zufallsfaktor vom Mittel 1 und der Standardabweichung sigma/255 multipliziert.
- none: vergröbert das Raster nur.

Der Code der Autoren nennt poisson und speckle, wendet sie aber nie an: Hier kommen sie allein, ohne anderes Rauschen, wie die Wörter es bedeuten. Mit einem Vergröberungsfaktor wird das Raster zuerst gröber gemacht (bikubisch mit Kantenglättung), für Untersuchungen zur Superauflösung. Ein grobes Pixel, in das ein Pixel ohne Daten eingeht, hat keine Daten.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Clean raster</source>
            <translation>Sauberes Raster</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The raster to degrade: any raster that GDAL reads, best a clean one.</source>
            <translation>Das Raster, das verschlechtert werden soll: jedes, das GDAL liest, am besten ein sauberes.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Degraded raster</source>
            <translation>Verschlechtertes Raster</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip), with the input's georeference, nodata and spectral metadata.</source>
            <translation>GeoTIFF (.tif) oder ENVI (.dat, .img, .bsq, .bil, .bip), mit Georeferenz, Nodata und spektralen Metadaten der Eingabe.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Truth (JSON)</source>
            <translation>Wahrheit (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>What each band got: sigma, striped lines and their offsets, dead lines, share of impulses. Lines count from 0, bands from 1.</source>
            <translation>Was jedes Band bekommen hat: Sigma, gestreifte Linien und ihre Versätze, tote Linien, Anteil der Impulse. Linien zählen ab 0, Bänder ab 1.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Number of clamped values</source>
            <translation>Anzahl der begrenzten Werte</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Bands to degrade (none chosen: all)</source>
            <translation>Zu verschlechternde Bänder (keines gewählt: alle)</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The others, and bands flagged bad or empty, get no noise.</source>
            <translation>Die übrigen sowie als schlecht markierte oder leere Bänder bekommen kein Rauschen.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>What is added; the help of the algorithm explains each word.</source>
            <translation>Was hinzugefügt wird; die Hilfe des Algorithmus erklärt jedes Wort.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Sigma (0 to 255)</source>
            <translation>Sigma (0 bis 255)</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>How strong 'gaussian' and 'speckle' are: their standard deviation, where the clean values span 0 to 255. The other kinds draw their own.</source>
            <translation>Wie stark 'gaussian' und 'speckle' sind: ihre Standardabweichung, wenn die sauberen Werte von 0 bis 255 reichen. Die anderen Arten ziehen ihre eigene.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The same seed gives the same noise, another one other noise of the same kind.</source>
            <translation>Der gleiche Startwert ergibt das gleiche Rauschen, ein anderer ein anderes der gleichen Art.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Down-sampling factor</source>
            <translation>Vergröberungsfaktor</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>How many times larger the pixels become before noise is added; 1 leaves them. Rows and columns that fill no coarse pixel are left out.</source>
            <translation>Wievielmal größer die Pixel werden, bevor Rauschen dazukommt; 1 lässt sie, wie sie sind. Zeilen und Spalten, die kein grobes Pixel füllen, fallen weg.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Output data type</source>
            <translation>Datentyp der Ausgabe</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>'Float32' holds whatever the noise gives; 'source' keeps the input's type (values are rounded, and those that it cannot hold are clamped and counted).</source>
            <translation>'Float32' fasst alles, was das Rauschen ergibt; 'source' behält den Typ der Eingabe (Werte werden gerundet, und solche, die er nicht fassen kann, begrenzt und gezählt).</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line by line (push-broom), or along rows.</source>
            <translation>Ob Streifen und tote Linien entlang der Spalten laufen, wie im Rohbild eines zeilenweise aufnehmenden Sensors (Push-Broom), oder entlang der Zeilen.</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Photons at the top</source>
            <translation>Photonen am oberen Ende</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>For 'poisson': how many photons the greatest clean value stands for: the fewer, the noisier. 255 gives a standard deviation of 16 (0 to 255) there.</source>
            <translation>Für 'poisson': für wie viele Photonen der größte saubere Wert steht: je weniger, desto verrauschter. 255 ergibt dort eine Standardabweichung von 16 (0 bis 255).</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>{} – {} noise</source>
            <translation>{} – Rauschen {}</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>None chosen: all. On the command line, numbers separated by semicolons: BANDS=1;2;3.</source>
            <translation>Keines gewählt: alle. Auf der Kommandozeile Zahlen, durch Semikolons getrennt: BANDS=1;2;3.</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>BANDS was given as '{}'. Give band numbers from 1 on, separated by semicolons: 1;2;3.</source>
            <translation>BANDS wurde als '{}' angegeben. Geben Sie Bandnummern ab 1 an, durch Semikolons getrennt: 1;2;3.</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>The layer '{}' comes from the provider '{}', but only rasters that GDAL reads can be used. Save it as GeoTIFF first.</source>
            <translation>Der Layer '{}' kommt vom Datenanbieter '{}', aber nur Raster, die GDAL liest, können verwendet werden. Speichern Sie ihn zuerst als GeoTIFF.</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>The layer's GDAL open options are not used: {}.</source>
            <translation>Die GDAL-Öffnungsoptionen des Layers werden nicht verwendet: {}.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Place, data type, nodata, wavelengths, band names and all other metadata stay as they are.</source>
            <translation>Lage, Datentyp, Nodata, Wellenlängen, Bandnamen und alle anderen Metadaten bleiben, wie sie sind.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Needs the Python package torch; where it is missing, running the algorithm tells how to get it.</source>
            <translation>Braucht das Python-Paket torch; wo es fehlt, sagt der Algorithmus beim Ausführen, wie man es bekommt.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The raster to restore: any raster that GDAL reads, with any number of bands, whole numbers or fractions. Best as the sensor recorded it: resampling to a map smears noise and bends stripes.</source>
            <translation>Das Raster, das restauriert werden soll: jedes, das GDAL liest, mit beliebig vielen Bändern, ganzen Zahlen oder Brüchen. Am besten so, wie der Sensor es aufgenommen hat: Das Umrechnen auf eine Karte verschmiert Rauschen und verbiegt Streifen.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Bands to restore (none chosen: all)</source>
            <translation>Zu restaurierende Bänder (keines gewählt: alle)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The others, and bands flagged bad, constant or empty, pass through unchanged.</source>
            <translation>Die übrigen sowie als schlecht markierte, konstante oder leere Bänder gehen unverändert durch.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Restored raster</source>
            <translation>Restauriertes Raster</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Number of restored bands</source>
            <translation>Anzahl der restaurierten Bänder</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>'best' restores a second time with the bands in reverse order and averages both: a little cleaner, in twice the time.</source>
            <translation>'best' restauriert ein zweites Mal mit umgekehrter Reihenfolge der Bänder und mittelt beides: etwas sauberer, in der doppelten Zeit.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>'source' keeps the input's type (values are rounded, and the log counts those that had to be clamped); 'Float32' keeps fractions.</source>
            <translation>'source' behält den Typ der Eingabe (Werte werden gerundet, und das Protokoll zählt, wie viele begrenzt werden mussten); 'Float32' behält Nachkommastellen.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Extent (empty: the whole raster)</source>
            <translation>Ausdehnung (leer: das ganze Raster)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Restores only the part of the raster that lies in this extent, snapped outwards to whole pixels: for a quick look, or to leave out what is of no interest. The output has that part only, exactly where it lies in the input. Value range, noise and direction of lines are told from that part alone, so the same pixels may come out a little different when the whole raster is restored.</source>
            <translation>Restauriert nur den Teil des Rasters, der in dieser Ausdehnung liegt, nach außen auf ganze Pixel erweitert: für einen schnellen Blick, oder um wegzulassen, was nicht interessiert. Die Ausgabe hat nur diesen Teil, genau dort, wo er in der Eingabe liegt. Wertebereich, Rauschen und Zeilenrichtung werden aus diesem Teil allein bestimmt; dieselben Pixel können also ein wenig anders ausfallen, wenn das ganze Raster restauriert wird.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>What computes. 'auto' takes the first graphics card (CUDA), or Apple's (mps), or else the processor (cpu), and the log says which and why.</source>
            <translation>Was rechnet. 'auto' nimmt die erste Grafikkarte (CUDA), oder die von Apple (mps), sonst den Prozessor (cpu), und das Protokoll sagt, welches und warum.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Precision</source>
            <translation>Rechengenauigkeit</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>With how many digits the network computes. 'auto' takes 16 bits where the device is fast in them and these weights were measured to lose at most 0.05 dB by it, else 32 bits ('fp32'); the log says which and why. 'bf16' or 'fp16' are taken as asked, though a device without them is slow and needs more memory.</source>
            <translation>Mit wie vielen Stellen das Netz rechnet. 'auto' nimmt 16 Bit, wo das Gerät damit schnell ist und diese Gewichte nach Messung höchstens 0,05 dB dadurch verlieren, sonst 32 Bit ('fp32'); das Protokoll sagt, welche und warum. 'bf16' oder 'fp16' gelten wie verlangt, auch wenn ein Gerät ohne sie langsam ist und mehr Speicher braucht.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>How values are brought into the range that the method works in, once for the whole raster, and back again. Leave it at 'auto', as the method wants it, unless you study this: 'cube' is one range over all bands, 'band' each band its own, 'centred' one range with each band's mean at 0, 'none' they are in it already.</source>
            <translation>Wie Werte in den Bereich gebracht werden, in dem das Verfahren arbeitet, einmal für das ganze Raster, und wieder zurück. Lassen Sie es bei 'auto', wie das Verfahren es haben will, wenn Sie nicht gerade dies untersuchen: 'cube' ist ein Bereich für alle Bänder, 'band' für jedes Band sein eigener, 'centred' ein Bereich mit dem Mittel jedes Bandes bei 0, bei 'none' liegen sie schon darin.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Whether stripes and dead lines run along columns or along rows. Networks know them along columns; with 'rows' the raster is turned before and after. 'auto' finds out.</source>
            <translation>Ob Streifen und tote Linien entlang der Spalten oder der Zeilen laufen. Netze kennen sie entlang der Spalten; bei 'rows' wird das Raster vorher und nachher gedreht. 'auto' findet es heraus.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Tile size in pixels (0: automatic, -1: whole raster)</source>
            <translation>Kachelgröße in Pixeln (0: automatisch, -1: ganzes Raster)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The raster is restored in square tiles with this side. 0: what suits the method; -1: the whole raster as one tile, if memory allows.</source>
            <translation>Das Raster wird in quadratischen Kacheln dieser Seitenlänge restauriert. 0: was dem Verfahren bekommt; -1: das ganze Raster als eine Kachel, wenn der Speicher reicht.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Tile overlap in pixels (-1: automatic)</source>
            <translation>Überlappung der Kacheln in Pixeln (-1: automatisch)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>How many pixels neighbouring tiles share, so that no seam shows. -1: what suits the method.</source>
            <translation>Wie viele Pixel benachbarte Kacheln gemeinsam haben, damit keine Naht zu sehen ist. -1: was dem Verfahren bekommt.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Memory in MB (0: half of what is free)</source>
            <translation>Speicher in MB (0: die Hälfte des freien)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Memory that the run may use; 0 is half of what is free. Tiles are made to fit into it.</source>
            <translation>Speicher, den der Lauf benutzen darf; 0 ist die Hälfte des freien. Kacheln werden so gewählt, dass sie hineinpassen.</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Dask scheduler (empty: this machine)</source>
            <translation>Dask-Scheduler (leer: dieser Rechner)</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>For rasters too large for one machine: the address of a Dask scheduler (tcp://host:8786) whose workers have HyperRestore and see the raster under the same name, or local:N for N processes of this machine. The result is the same. docs/cluster.md says how to start one.</source>
            <translation>Für Raster, die einem Rechner zu groß sind: die Adresse eines Dask-Schedulers (tcp://host:8786), dessen Worker HyperRestore haben und das Raster unter demselben Namen sehen, oder local:N für N Prozesse dieses Rechners. Das Ergebnis ist das gleiche. docs/cluster.md sagt, wie man einen startet.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>Denoise (FastHyDe)</source>
            <translation>Entrauschen (FastHyDe)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>denoise</source>
            <translation>entrauschen</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>denoising</source>
            <translation>Entrauschung</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>non-local</source>
            <translation>nichtlokal</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>BM3D</source>
            <translation>BM3D</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>low rank</source>
            <translation>niedriger Rang</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>subspace</source>
            <translation>Unterraum</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>restore</source>
            <translation>restaurieren</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>clean</source>
            <translation>bereinigen</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>training-free</source>
            <translation>ohne Training</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>fast</source>
            <translation>schnell</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster, fast and without a trained network.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not. It takes away hardly anything but noise: clean bands stay all but as they are. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: bands are divided by their noise, spectra are reduced to the few ways in which they vary, and in the few images that are left, patches that look alike are averaged.

There is nothing to tune. Any number of bands will do; with ten or more it knows best. An object of a single pixel with a spectrum of its own may fade: keep the original for target detection.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen) aus einem hyperspektralen Raster, schnell und ohne trainiertes Netz.

Wann zu verwenden: bei Körnung ohne Streifen, tote Linien und einzelne Fehlpixel, ob in allen Bändern gleich stark oder nicht. Es nimmt kaum etwas anderes weg als Rauschen: Saubere Bänder bleiben so gut wie unverändert. Falsche Linien und Pixel führen es in die Irre: Wo es solche gibt, nehmen Sie Restaurieren oder Entrauschen (robuster Unterraum).

Wie es arbeitet: Bänder werden durch ihr Rauschen geteilt, Spektren auf die wenigen Weisen zurückgeführt, in denen sie sich ändern, und in den wenigen Bildern, die übrig bleiben, werden Ausschnitte gemittelt, die einander ähneln.

Es gibt nichts einzustellen. Jede Zahl von Bändern ist recht; mit zehn oder mehr weiß es am meisten. Ein Objekt aus einem einzigen Pixel mit eigenem Spektrum kann verblassen: Behalten Sie das Original für die Zielerkennung.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>Denoise (LLRGTV)</source>
            <translation>Entrauschen (LLRGTV)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>mixed noise</source>
            <translation>gemischtes Rauschen</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>destripe</source>
            <translation>entstreifen</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>striping</source>
            <translation>Streifigkeit</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>banding</source>
            <translation>Bänderung</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>local</source>
            <translation>lokal</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>total variation</source>
            <translation>Totalvariation</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>smooth</source>
            <translation>glätten</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a smooth scene with many materials, without a trained network.

When to use it: for visibly noisy rasters with wrong lines and pixels beside grain, above all for scenes of many materials that are seen in few bands; otherwise Denoise (LRTDTV) does as well. It smooths fine texture, and harms a raster that is already clean: there, and wherever detail counts, take Restore.

How it works: it looks for the raster that consists of few materials in every block of 20 x 20 pixels and varies little between neighbours, and sets apart what does not fit. There is nothing to tune.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen), Streifen, tote Linien und einzelne Fehlpixel aus einem hyperspektralen Raster einer glatten Szene mit vielen Materialien, ohne trainiertes Netz.

Wann zu verwenden: bei sichtbar verrauschten Rastern mit falschen Linien und Pixeln neben der Körnung, vor allem bei Szenen aus vielen Materialien, die in wenigen Bändern gesehen werden; sonst ist Entrauschen (LRTDTV) ebenso gut. Es glättet feine Textur und schadet einem Raster, das schon sauber ist: Dort, und wo immer es auf Einzelheiten ankommt, nehmen Sie Restaurieren.

Wie es arbeitet: Es sucht das Raster, das in jedem Block von 20 x 20 Pixeln aus wenigen Materialien besteht und sich zwischen Nachbarn wenig ändert, und sondert aus, was nicht passt. Es gibt nichts einzustellen.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>Denoise (LLRT)</source>
            <translation>Entrauschen (LLRT)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>multispectral</source>
            <translation>multispektral</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>tensor</source>
            <translation>Tensor</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral or multispectral raster, without a trained network and without supposing that the scene consists of few materials.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not, if spectra are smooth and bands are in the order of their wavelengths. Denoise (NGMeet) is mostly better and faster where few materials make up the scene. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: patches that look alike, all bands deep, are cleaned together, and neighbouring bands are held close to each other, in turns. There is nothing to tune.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen) aus einem hyper- oder multispektralen Raster, ohne trainiertes Netz und ohne anzunehmen, dass die Szene aus wenigen Materialien besteht.

Wann zu verwenden: bei Körnung ohne Streifen, tote Linien und einzelne Fehlpixel, ob in allen Bändern gleich stark oder nicht, wenn Spektren glatt sind und Bänder in der Reihenfolge ihrer Wellenlängen liegen. Wo wenige Materialien die Szene ausmachen, ist Entrauschen (NGMeet) meist besser und schneller. Falsche Linien und Pixel führen es in die Irre: Wo es solche gibt, nehmen Sie Restaurieren oder Entrauschen (robuster Unterraum).

Wie es arbeitet: Ausschnitte, die einander ähneln, werden durch alle Bänder hindurch gemeinsam gereinigt, und benachbarte Bänder werden nahe beieinander gehalten, im Wechsel. Es gibt nichts einzustellen.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Denoise (LRTA)</source>
            <translation>Entrauschen (LRTA)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Tucker</source>
            <translation>Tucker</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster within seconds: the classic that papers compare with.

When to use it: for grain, equally strong in all bands or not, when a quick result is enough; Denoise (FastHyDe) takes a little longer and is better. Stripes, dead lines and single wrong pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: along rows, columns and bands it keeps the few patterns that rise above the noise, and drops the rest (a Tucker decomposition). How many is told from the noise: there is nothing to tune.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen) in Sekunden aus einem hyperspektralen Raster: der Klassiker, mit dem Veröffentlichungen vergleichen.

Wann zu verwenden: bei Körnung, ob in allen Bändern gleich stark oder nicht, wenn ein schnelles Ergebnis genügt; Entrauschen (FastHyDe) dauert etwas länger und ist besser. Streifen, tote Linien und einzelne Fehlpixel führen es in die Irre: Wo es solche gibt, nehmen Sie Restaurieren oder Entrauschen (robuster Unterraum).

Wie es arbeitet: Entlang von Zeilen, Spalten und Bändern behält es die wenigen Muster, die sich über das Rauschen erheben, und verwirft den Rest (eine Tucker-Zerlegung). Wie viele, sagt das Rauschen: Es gibt nichts einzustellen.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrtdtv.py" />
            <source>Denoise (LRTDTV)</source>
            <translation>Entrauschen (LRTDTV)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrtdtv.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a smooth scene, without a trained network.

When to use it: for visibly noisy rasters of scenes with little texture, above all with wrong lines and pixels beside grain that differs from band to band. It smooths fine texture, and harms a raster that is already clean: there, and wherever detail counts, take Restore.

How it works: it looks for the raster that has few patterns along rows, columns and bands and varies little between neighbours, and sets apart what does not fit. There is nothing to tune.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen), Streifen, tote Linien und einzelne Fehlpixel aus einem hyperspektralen Raster einer glatten Szene, ohne trainiertes Netz.

Wann zu verwenden: bei sichtbar verrauschten Rastern von Szenen mit wenig Textur, vor allem mit falschen Linien und Pixeln neben einer Körnung, die von Band zu Band verschieden ist. Es glättet feine Textur und schadet einem Raster, das schon sauber ist: Dort, und wo immer es auf Einzelheiten ankommt, nehmen Sie Restaurieren.

Wie es arbeitet: Es sucht das Raster, das entlang von Zeilen, Spalten und Bändern wenige Muster hat und sich zwischen Nachbarn wenig ändert, und sondert aus, was nicht passt. Es gibt nichts einzustellen.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisengmeet.py" />
            <source>Denoise (NGMeet)</source>
            <translation>Entrauschen (NGMeet)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisengmeet.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster, without a trained network; slower than FastHyDe and often a little better.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not. On such noise it is among the best here, and on airborne scenes the best. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: spectra are reduced to the few ways in which they vary, and in the images that are left, patches that look alike are cleaned together; this is repeated with the cleaner result.

There is nothing to tune. Any number of bands will do; with ten or more it knows best.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen) aus einem hyperspektralen Raster, ohne trainiertes Netz; langsamer als FastHyDe und oft etwas besser.

Wann zu verwenden: bei Körnung ohne Streifen, tote Linien und einzelne Fehlpixel, ob in allen Bändern gleich stark oder nicht. Bei solchem Rauschen gehört es zu den besten hier und ist bei Flugzeugaufnahmen das beste. Falsche Linien und Pixel führen es in die Irre: Wo es solche gibt, nehmen Sie Restaurieren oder Entrauschen (robuster Unterraum).

Wie es arbeitet: Spektren werden auf die wenigen Weisen zurückgeführt, in denen sie sich ändern, und in den Bildern, die übrig bleiben, werden Ausschnitte gemeinsam gereinigt, die einander ähneln; das wird mit dem saubereren Ergebnis wiederholt.

Es gibt nichts einzustellen. Jede Zahl von Bändern ist recht; mit zehn oder mehr weiß es am meisten.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Denoise (RAS2S)</source>
            <translation>Entrauschen (RAS2S)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Restore</source>
            <translation>Restaurieren</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>repair</source>
            <translation>reparieren</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster with the trained network RAS2S.

When to use it: for visibly noisy rasters, above all with noise of several kinds, if you want the network's own result, have trained weights for your sensor, or have a GPU. Restore uses the same network where it helps, and with the shipped weights its result is mostly better. On a raster that is already clean, a denoiser takes away more than it repairs: Estimate noise tells.

How it works: the network goes through the bands one after the other, forth and back, and so takes any number of them from three on.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen), Streifen, tote Linien und einzelne Fehlpixel mit dem trainierten Netz RAS2S aus einem hyperspektralen Raster.

Wann zu verwenden: bei sichtbar verrauschten Rastern, vor allem mit Rauschen verschiedener Arten, wenn Sie das Ergebnis des Netzes selbst wollen, trainierte Gewichte für Ihren Sensor oder eine GPU haben. Restaurieren benutzt dasselbe Netz, wo es hilft, und mit den mitgelieferten Gewichten ist sein Ergebnis meist besser. Von einem Raster, das schon sauber ist, nimmt ein Entrauscher mehr weg, als er repariert: Rauschen schätzen sagt es.

Wie es arbeitet: Das Netz geht die Bänder eines nach dem anderen durch, hin und zurück, und nimmt daher jede Zahl von ihnen ab drei.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>Denoise (robust subspace)</source>
            <translation>Entrauschen (robuster Unterraum)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>bad pixels</source>
            <translation>Fehlpixel</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster, without a trained network.

When to use it: for noise of several kinds at once, of any strength and different in each band, when you want no network or have no weights that fit the sensor. It needs a third of the time of Restore, and gives the same where no network helps. Stripes may run along columns, along rows, or at an angle, as in a raster that was warped to a map. For grain alone, Denoise (FastHyDe) is nearly as good, and faster.

How it works: round by round, the raster is compared with the estimate so far. What is left over tells the noise of each band, its stripes, and the values that are no measurements. From all others it finds the few ways in which the bands vary together, and cleans the images of these, where patches that look alike are averaged.

There is nothing to tune. It lives on what bands have in common: take ten or more. With fewer than six, nothing tells a stripe or a wrong pixel from the scene, and only lines of one value and numbers that recur are repaired. An object of a single pixel with a spectrum of its own may fade: keep the original for target detection.

A method of HyperRestore's own; its core is that of FastHyDe.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen), Streifen, tote Linien und einzelne Fehlpixel aus einem hyperspektralen Raster, ohne trainiertes Netz.

Wann zu verwenden: bei Rauschen verschiedener Arten zugleich, jeder Stärke und in jedem Band verschieden, wenn Sie kein Netz wollen oder keine Gewichte haben, die zum Sensor passen. Es braucht ein Drittel der Zeit von Restaurieren und liefert dasselbe, wo kein Netz hilft. Streifen dürfen entlang der Spalten, der Zeilen oder schräg laufen, wie in einem auf eine Karte umgerechneten Raster. Für Körnung allein ist Entrauschen (FastHyDe) beinahe ebenso gut, und schneller.

Wie es arbeitet: Runde für Runde wird das Raster mit der bisherigen Schätzung verglichen. Was übrig bleibt, verrät das Rauschen jedes Bandes, seine Streifen und die Werte, die keine Messungen sind. Aus allen anderen findet es die wenigen Weisen, in denen sich die Bänder gemeinsam ändern, und reinigt deren Bilder, indem es Ausschnitte mittelt, die einander ähneln.

Es gibt nichts einzustellen. Es lebt von dem, was Bänder gemeinsam haben: Nehmen Sie zehn oder mehr. Bei weniger als sechs unterscheidet nichts einen Streifen oder ein Fehlpixel von der Szene, und nur Linien mit einem einzigen Wert und wiederkehrende Zahlen werden repariert. Ein Objekt aus einem einzigen Pixel mit eigenem Spektrum kann verblassen: Behalten Sie das Original für die Zielerkennung.

Ein eigenes Verfahren von HyperRestore; sein Kern ist der von FastHyDe.</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>Denoise (SSCAN)</source>
            <translation>Entrauschen (SSCAN)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>attention</source>
            <translation>Aufmerksamkeit</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster with the trained network SSCAN.

When to use it: for weak grain without stripes, dead lines and single wrong pixels, if you want a network's result or have trained weights for your sensor. Wrong lines and pixels mislead it: where there are any, take Restore. On a raster that is already clean, a denoiser takes away more than it repairs: Estimate noise tells.

How it works: the network weighs groups of neighbouring bands against each other. It looks at 32 bands at a time and averages where these windows overlap, so that any number of bands will do; four or more make sense.</source>
            <translation>Nimmt Körnung (Gauß-Rauschen) mit dem trainierten Netz SSCAN aus einem hyperspektralen Raster.

Wann zu verwenden: bei schwacher Körnung ohne Streifen, tote Linien und einzelne Fehlpixel, wenn Sie das Ergebnis eines Netzes wollen oder trainierte Gewichte für Ihren Sensor haben. Falsche Linien und Pixel führen es in die Irre: Wo es solche gibt, nehmen Sie Restaurieren. Von einem Raster, das schon sauber ist, nimmt ein Entrauscher mehr weg, als er repariert: Rauschen schätzen sagt es.

Wie es arbeitet: Das Netz wägt Gruppen benachbarter Bänder gegeneinander ab. Es sieht 32 Bänder auf einmal und mittelt, wo diese Fenster sich überlappen, so dass jede Zahl von Bändern recht ist; sinnvoll sind vier oder mehr.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>hybrid</source>
            <translation>hybrid</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Cleans a hyperspectral raster of noise of any kind in one go: it finds and repairs stripes (slanting ones, too, as in a raster that was warped to a map), dead lines and single wrong pixels, takes out the grain of each band (Gaussian noise), and leaves clean bands as they are.

When to use it: first, and whenever you do not know what is wrong with a raster. On noise of every kind it was the best of all methods here or close to the best (docs/methods.md has the figures). Give it all bands, the clean ones too: they tell what the noisy ones should look like. With fewer than six bands nothing tells a stripe or a wrong pixel from the scene: only lines of one value and numbers that recur are repaired.

How it works: a scene consists of few materials, so that its many bands vary together, in few ways. A first guess at the clean raster shows, by what it leaves over, which lines and pixels are no measurements. It comes from the scene itself or from the network RAS2S, whichever predicts values better that were hidden from it. The rest is cleaned in the few images that make up the scene, where patches that look alike are averaged. A report says which band got what, and why.

Objects of one or two pixels that only a few bands show may fade; measure these in the input.

A method of HyperRestore's own, built on those of the papers below.</source>
            <translation>Reinigt ein hyperspektrales Raster in einem Durchgang von Rauschen jeder Art: Es findet und repariert Streifen (auch schräge, wie in einem auf eine Karte umgerechneten Raster), tote Linien und einzelne Fehlpixel, nimmt die Körnung jedes Bandes heraus (Gauß-Rauschen) und lässt saubere Bänder, wie sie sind.

Wann zu verwenden: zuerst, und immer dann, wenn Sie nicht wissen, was einem Raster fehlt. Bei jeder Art von Rauschen war es das beste aller Verfahren hier oder nahe am besten (docs/methods.md hat die Zahlen). Geben Sie ihm alle Bänder, auch die sauberen: Sie verraten, wie die verrauschten aussehen müssten. Bei weniger als sechs Bändern unterscheidet nichts einen Streifen oder ein Fehlpixel von der Szene: Nur Linien mit einem einzigen Wert und wiederkehrende Zahlen werden repariert.

Wie es arbeitet: Eine Szene besteht aus wenigen Materialien, so dass sich ihre vielen Bänder gemeinsam ändern, auf wenige Weisen. Eine erste Vermutung über das saubere Raster zeigt durch das, was sie übrig lässt, welche Linien und Pixel keine Messungen sind. Sie kommt aus der Szene selbst oder vom Netz RAS2S, je nachdem, wer vor ihm verborgene Werte besser vorhersagt. Der Rest wird in den wenigen Bildern gereinigt, die die Szene ausmachen, indem Ausschnitte gemittelt werden, die einander ähneln. Ein Bericht sagt, welches Band was bekommen hat und warum.

Objekte aus einem oder zwei Pixeln, die nur wenige Bänder zeigen, können verblassen; messen Sie diese in der Eingabe.

Ein eigenes Verfahren von HyperRestore, aufgebaut auf denen der Literatur unten.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Strength (0 to 1)</source>
            <translation>Stärke (0 bis 1)</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>How much of the grain (Gaussian noise) is taken out: 1 all, 0 none. Stripes, dead lines and single wrong pixels are repaired in any case.</source>
            <translation>Wie viel der Körnung (Gauß-Rauschen) herausgenommen wird: 1 alles, 0 nichts. Streifen, tote Linien und einzelne Fehlpixel werden in jedem Fall repariert.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Keep clean bands</source>
            <translation>Saubere Bänder behalten</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Leaves bands alone that hardly have any noise, so that clean bands come back as they were.</source>
            <translation>Lässt Bänder in Ruhe, die kaum Rauschen haben, so dass saubere Bänder zurückkommen, wie sie waren.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Network that may guide</source>
            <translation>Netz, das helfen darf</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Which trained network may help with the first guess at the clean raster. 'auto': the default weights of RAS2S; or others by name. It is used where it predicts hidden values better than the scene itself does. 'none': no network, about three times as fast on a small raster.</source>
            <translation>Welches trainierte Netz bei der ersten Vermutung über das saubere Raster helfen darf. 'auto': die vorgegebenen Gewichte von RAS2S; oder andere mit Namen. Es wird benutzt, wo es verborgene Werte besser vorhersagt als die Szene selbst. 'none': kein Netz, auf einem kleinen Raster etwa dreimal so schnell.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Which band got what and why, with curves, in one file.</source>
            <translation>Welches Band was bekommen hat und warum, mit Kurven, in einer Datei.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Number of bands kept as clean</source>
            <translation>Anzahl der als sauber behaltenen Bänder</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Number of bands with repaired faults</source>
            <translation>Anzahl der Bänder mit reparierten Fehlern</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Estimate by {}: {} of {} tiles.</source>
            <translation>Schätzung durch {}: {} von {} Kacheln.</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>No network guides: {}</source>
            <translation>Kein Netz hilft: {}</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Network that may guide: {} ({}).</source>
            <translation>Netz, das helfen darf: {} ({}).</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>Super-resolve (bicubic)</source>
            <translation>Superauflösung (bikubisch)</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>super-resolution</source>
            <translation>Superauflösung</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>superresolution</source>
            <translation>Super-Resolution</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>super resolution</source>
            <translation>höhere Auflösung</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>bicubic</source>
            <translation>bikubisch</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>upsample</source>
            <translation>hochskalieren</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>upscale</source>
            <translation>hochrechnen</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>enlarge</source>
            <translation>vergrößern</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>resample</source>
            <translation>umrechnen</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>baseline</source>
            <translation>Vergleichsverfahren</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>interpolation</source>
            <translation>Interpolation</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>finer</source>
            <translation>feiner</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>smaller pixels</source>
            <translation>kleinere Pixel</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>Makes the pixels of a raster two to eight times finer by bicubic interpolation, each band by itself. It adds no detail.

When to use it: as the yardstick that learned super-resolution is held against, or to bring a raster to a finer grid without losing its metadata. Compared with gdalwarp or gdal_translate, it keeps wavelengths, their widths (FWHM), bad bands, units and scale, fills pixels without data before it interpolates and takes them out again, and scales ground control points and RPC.

Values may overshoot at sharp edges, as with every cubic interpolation (here the kernel of Keys with a = -0.5); those that the data type cannot hold are clamped and counted.</source>
            <translation>Macht die Pixel eines Rasters durch bikubische Interpolation zwei- bis achtmal feiner, jedes Band für sich. Es fügt keine Einzelheiten hinzu.

Wann zu verwenden: als Maßstab, an dem gelernte Superauflösung gemessen wird, oder um ein Raster auf ein feineres Gitter zu bringen, ohne seine Metadaten zu verlieren. Anders als gdalwarp oder gdal_translate behält es Wellenlängen, deren Breiten (FWHM), schlechte Bänder, Einheiten und Skalierung, füllt Pixel ohne Daten vor dem Interpolieren und nimmt sie danach wieder heraus, und passt Passpunkte und RPC an.

An scharfen Kanten können Werte überschwingen, wie bei jeder kubischen Interpolation (hier der Kern von Keys mit a = -0,5); was der Datentyp nicht fassen kann, wird begrenzt und gezählt.</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Super-resolve (SSRNet)</source>
            <translation>Superauflösung (SSRNet)</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>resolution</source>
            <translation>Auflösung</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>sharpen</source>
            <translation>schärfen</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>sharper</source>
            <translation>schärfer</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Makes the pixels of a hyperspectral raster two, three or four times finer with the trained network SSRNet, from the raster alone: no sharper image is needed.

When to use it: for clean rasters that are too coarse to look at or to lay over finer ones. Noise is enlarged with the scene: denoise first. What the sensor never saw is guessed from scenes like it, so do not measure in the result what the input does not show.

How it works: the network looks at space and spectrum together, 23 pixels around each pixel. Tiles are read with that margin, so that the result does not depend on their size; on a processor, larger tiles waste less time on margins. The result covers the same area to a billionth of a pixel; ground control points and RPC are scaled with the grid.</source>
            <translation>Macht die Pixel eines hyperspektralen Rasters mit dem trainierten Netz SSRNet zwei-, drei- oder viermal feiner, aus dem Raster allein: Ein schärferes Bild wird nicht gebraucht.

Wann zu verwenden: bei sauberen Rastern, die zu grob sind, um sie anzusehen oder über feinere zu legen. Rauschen wird mit der Szene vergrößert: Entrauschen Sie zuerst. Was der Sensor nie gesehen hat, wird nach ähnlichen Szenen geraten; messen Sie also im Ergebnis nichts, was die Eingabe nicht zeigt.

Wie es arbeitet: Das Netz betrachtet Raum und Spektrum zusammen, 23 Pixel rund um jedes Pixel. Kacheln werden mit diesem Rand gelesen, so dass das Ergebnis nicht von ihrer Größe abhängt; auf einem Prozessor verschwenden größere Kacheln weniger Zeit mit Rändern. Das Ergebnis bedeckt auf ein Milliardstel Pixel genau dieselbe Fläche; Passpunkte und RPC werden dem Gitter angepasst.</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Pixels {} times finer were asked for, but the weights '{}' are for {} times. Choose weights for that scale, or 'default'.</source>
            <translation>{}-mal feinere Pixel wurden verlangt, aber die Gewichte '{}' sind für das {}-fache. Wählen Sie Gewichte für diesen Maßstab, oder 'default'.</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Scale</source>
            <translation>Maßstab</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>How many times finer pixels become along both axes: 2 to {}.</source>
            <translation>Wievielmal feiner die Pixel entlang beider Achsen werden: 2 bis {}.</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>The setting {} cannot be used and its default is taken: {}</source>
            <translation>Die Einstellung {} ist nicht benutzbar, ihre Vorgabe wird genommen: {}</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is none of {}.</source>
            <translation>'{}' ist keines von {}.</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no whole number from 0 to {}.</source>
            <translation>'{}' ist keine ganze Zahl von 0 bis {}.</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no absolute path of a folder.</source>
            <translation>'{}' ist kein absoluter Pfad eines Ordners.</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' cannot be the name of weights.</source>
            <translation>'{}' kann kein Name von Gewichten sein.</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no text.</source>
            <translation>'{}' ist kein Text.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Fine-tune weights</source>
            <translation>Gewichte nachtrainieren</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>train</source>
            <translation>trainieren</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>training</source>
            <translation>Training</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>fine-tune</source>
            <translation>nachtrainieren</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>finetune</source>
            <translation>Feinabstimmung</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>learn</source>
            <translation>lernen</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>machine learning</source>
            <translation>maschinelles Lernen</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>adapt</source>
            <translation>anpassen</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Trains the weights of a network further on your own clean rasters, so that it knows your sensor and your scenes, and puts them into your catalog, where the restoration algorithms offer them by name.

When to use it: when you have rasters of your sensor that are as clean as what you want to get, and the shipped weights do worse on it than you need. Noise in these rasters is learnt as truth. For a denoiser, noise is added to pieces of them, drawn afresh at every step; for super-resolution they are made coarser. Bands flagged bad, constant or empty are left out, pixels without data are never used, and rasters may differ in their bands. At most 400 MB of them are read; of more, pieces spread at random.

A strip of each raster is held out and never trained on. It says how good the weights are at the start and after every few steps; the best step is kept. Do not mix rasters that show the same place, for then the one's strip is trained on in the other. When no step is better than the start, the run fails, says so, and stores nothing.

1000 steps take RAS2S 10 to 40 minutes on a laptop's processor, SSCAN and SSRNet a third of that, and all of them little on a GPU. With 30 to 100 you see whether it is worth it. A cancelled run leaves nothing.

Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them. The report needs matplotlib.</source>
            <translation>Trainiert die Gewichte eines Netzes mit Ihren eigenen sauberen Rastern weiter, damit es Ihren Sensor und Ihre Szenen kennt, und legt sie in Ihren Katalog, aus dem die Restaurierungsalgorithmen sie mit Namen anbieten.

Wann zu verwenden: wenn Sie Raster Ihres Sensors haben, die so sauber sind, wie Sie Ihre Ergebnisse wollen, und die mitgelieferten Gewichte damit schlechter sind, als Sie es brauchen. Rauschen in diesen Rastern wird als Wahrheit gelernt. Für einen Entrauscher wird Ausschnitten davon Rauschen hinzugefügt, bei jedem Schritt neu gezogen; für Superauflösung werden sie vergröbert. Als schlecht markierte, konstante oder leere Bänder bleiben außen vor, Pixel ohne Daten werden nie benutzt, und Raster dürfen sich in ihren Bändern unterscheiden. Höchstens 400 MB davon werden gelesen; von mehr zufällig verteilte Stücke.

Ein Streifen jedes Rasters wird zurückgehalten und nie zum Training benutzt. Er sagt, wie gut die Gewichte am Anfang und nach je einigen Schritten sind; der beste Schritt wird behalten. Mischen Sie keine Raster, die denselben Ort zeigen, denn dann wird mit dem Streifen des einen im anderen trainiert. Wenn kein Schritt besser ist als der Anfang, schlägt der Lauf fehl, sagt es und speichert nichts.

1000 Schritte dauern bei RAS2S auf dem Prozessor eines Laptops 10 bis 40 Minuten, bei SSCAN und SSRNet ein Drittel davon, auf einer GPU bei allen wenig. Mit 30 bis 100 sehen Sie, ob es sich lohnt. Ein abgebrochener Lauf hinterlässt nichts.

Braucht die Python-Pakete torch und safetensors; wo sie fehlen, sagt der Algorithmus beim Ausführen, wie man sie bekommt. Der Bericht braucht matplotlib.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Clean hyperspectral rasters</source>
            <translation>Saubere hyperspektrale Raster</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>One or more rasters that GDAL reads, each large enough for its strip and for a few patches. On the command line, give INPUT once for each.</source>
            <translation>Ein oder mehrere Raster, die GDAL liest, jedes groß genug für seinen Streifen und für einige Ausschnitte. Auf der Kommandozeile geben Sie INPUT für jedes einmal an.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>The curve, figures before and after, and a picture of what was held out, in one file.</source>
            <translation>Die Kurve, Zahlen vorher und nachher und ein Bild dessen, was zurückgehalten wurde, in einer Datei.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>MPSNR of the held-out part before (dB)</source>
            <translation>MPSNR des zurückgehaltenen Teils vorher (dB)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>MPSNR of the held-out part after (dB)</source>
            <translation>MPSNR des zurückgehaltenen Teils nachher (dB)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Step that was kept</source>
            <translation>Behaltener Schritt</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>RAS2S and SSCAN denoise; SSRNet makes pixels 2, 3 or 4 times finer.</source>
            <translation>RAS2S und SSCAN entrauschen; SSRNet macht Pixel 2, 3 oder 4 mal feiner.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Weights to begin with</source>
            <translation>Gewichte zu Beginn</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'default' is the best set of that network that comes with the plugin, unless you set another; any other name must belong to it.</source>
            <translation>'default' ist der beste Satz dieses Netzes, der dem Plugin beiliegt, wenn Sie keinen anderen eingestellt haben; jeder andere Name muss zu ihm gehören.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>What the new weights are called: letters, digits, '-', '_' and '.'; must not be taken.</source>
            <translation>Wie die neuen Gewichte heißen: Buchstaben, Ziffern, '-', '_' und '.'; darf nicht vergeben sein.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Training steps</source>
            <translation>Trainingsschritte</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Each takes 0.5 to 2 s on a processor for RAS2S, less for the others. The learning rate falls towards the last, so a longer run is more than a shorter one that goes on.</source>
            <translation>Jeder dauert bei RAS2S auf einem Prozessor 0,5 bis 2 s, bei den anderen weniger. Die Lernrate fällt zum letzten hin, daher ist ein längerer Lauf mehr als ein kürzerer, den man fortsetzt.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Noise to learn</source>
            <translation>Zu lernendes Rauschen</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>For denoisers: 'mixed' Gaussian noise, stripes, dead lines, impulses and all of them at once; 'gaussian' the same or another strength in each band; 'lines' stripes and dead lines; 'weak' Gaussian noise of at most 10/255. Some patches stay clean in all of them. 'auto' is 'mixed' for RAS2S and 'gaussian' for SSCAN.</source>
            <translation>Für Entrauscher: 'mixed' Gauß-Rauschen, Streifen, tote Linien, Impulse und alles zugleich; 'gaussian' gleich oder verschieden stark in jedem Band; 'lines' Streifen und tote Linien; 'weak' Gauß-Rauschen von höchstens 10/255. Einige Ausschnitte bleiben bei allen sauber. 'auto' ist 'mixed' für RAS2S und 'gaussian' für SSCAN.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Held out of each raster (per cent)</source>
            <translation>Von jedem Raster zurückgehalten (Prozent)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>A strip of the raster's rows (of a wide raster: columns) that is not trained on, and that the result is judged by: the last ones, or the first or the middle ones where those hold more data.</source>
            <translation>Ein Streifen aus Zeilen des Rasters (bei einem breiten Raster: Spalten), mit dem nicht trainiert und nach dem das Ergebnis beurteilt wird: die letzten, oder die ersten oder mittleren, wenn diese mehr Daten enthalten.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Patch size in pixels (0: automatic)</source>
            <translation>Größe der Ausschnitte in Pixeln (0: automatisch)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Side of the pieces that the network sees in training, in its input's pixels. 0: 32 for denoisers, 24, 20 and 16 for SSRNet, or less where a raster is small; otherwise 8 or more. Larger ones cost time and memory.</source>
            <translation>Seitenlänge der Ausschnitte, die das Netz beim Training sieht, in Pixeln seiner Eingabe. 0: 32 für Entrauscher, 24, 20 und 16 für SSRNet, oder weniger bei einem kleinen Raster; sonst 8 oder mehr. Größere kosten Zeit und Speicher.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>How far each step goes, at first; it falls to a twentieth. Lower it when the held-out part gets worse from the start.</source>
            <translation>Wie weit jeder Schritt zu Anfang geht; sie fällt auf ein Zwanzigstel. Verringern Sie sie, wenn der zurückgehaltene Teil von Anfang an schlechter wird.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>The same seed gives the same patches and noise.</source>
            <translation>Der gleiche Startwert ergibt die gleichen Ausschnitte und das gleiche Rauschen.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'auto' takes the first CUDA device, or Apple's GPU, or the CPU, and the log says which and why.</source>
            <translation>'auto' nimmt das erste CUDA-Gerät, oder die GPU von Apple, oder die CPU, und das Protokoll sagt, welches und warum.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Begins with: {} ({}).</source>
            <translation>Beginnt mit: {} ({}).</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'{0}' makes pixels {1} times finer, but {2} was asked for. Choose other weights, or {3}-x{1}.</source>
            <translation>'{0}' macht Pixel {1}-mal feiner, verlangt war aber {2}. Wählen Sie andere Gewichte, oder {3}-x{1}.</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>{} The weights are in the catalog all the same, as '{}'.</source>
            <translation>{} Die Gewichte sind trotzdem im Katalog, als '{}'.</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them.</source>
            <translation>Braucht die Python-Pakete torch und safetensors; wo sie fehlen, sagt der Algorithmus beim Ausführen, wie man sie bekommt.</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>What the network has learnt, by name. 'default' is the best set that comes with the plugin, unless you set another in Raster ▸ HyperRestore ▸ Weights…; import others with hyperrestore:importweights, or train your own with hyperrestore:finetune.</source>
            <translation>Was das Netz gelernt hat, mit Namen. 'default' ist der beste Satz, der dem Plugin beiliegt, wenn Sie in Raster ▸ HyperRestore ▸ Gewichte… keinen anderen eingestellt haben; andere importieren Sie mit hyperrestore:importweights oder trainieren Sie selbst mit hyperrestore:finetune.</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>A .safetensors file outside the catalog, with its model card (.json) and SHA256SUMS beside it. Used instead of 'Weights'.</source>
            <translation>Eine .safetensors-Datei außerhalb des Katalogs, mit ihrer Modellkarte (.json) und SHA256SUMS daneben. Wird anstelle von 'Gewichte' benutzt.</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Weights: {} ({}).</source>
            <translation>Gewichte: {} ({}).</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>'{}' is no .safetensors file. Choose one with its model card (.json) and SHA256SUMS beside it.</source>
            <translation>'{}' ist keine .safetensors-Datei. Wählen Sie eine mit ihrer Modellkarte (.json) und SHA256SUMS daneben.</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>'{}' holds weights of '{}', but this algorithm runs '{}'.</source>
            <translation>'{}' enthält Gewichte von '{}', aber dieser Algorithmus benutzt '{}'.</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Wavelength (nm)</source>
            <translation>Wellenlänge (nm)</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Band number</source>
            <translation>Bandnummer</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>After − before</source>
            <translation>Nachher − vorher</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Shows Before on one side of a handle on the map, and After on the other: drag the handle.</source>
            <translation>Zeigt Vorher auf einer Seite eines Griffs in der Karte und Nachher auf der anderen: Ziehen Sie den Griff.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Choose a raster for Before and one for After first.</source>
            <translation>Wählen Sie zuerst ein Raster für Vorher und eines für Nachher.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Choose the rasters to compare.</source>
            <translation>Wählen Sie die Raster, die verglichen werden sollen.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Press “Spectral profile”: the spectra of both rasters at a point of the map are drawn here.</source>
            <translation>Drücken Sie „Spektrum“: Die Spektren beider Raster an einem Punkt der Karte werden hier gezeichnet.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Move over the map: the spectra under the cursor are drawn here.</source>
            <translation>Bewegen Sie sich über die Karte: Die Spektren unter dem Mauszeiger werden hier gezeichnet.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Click on the map: the spectra of each point that you click are drawn here.</source>
            <translation>Klicken Sie auf die Karte: Die Spektren jedes angeklickten Punkts werden hier gezeichnet.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>The raster as it was: the input of a restoration.</source>
            <translation>Das Raster, wie es war: die Eingabe einer Restaurierung.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>The raster to compare with it: the restored one.</source>
            <translation>Das Raster, mit dem verglichen wird: das restaurierte.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Sw&amp;ipe</source>
            <translation>Wis&amp;chen</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Lays Before above After instead of beside it.</source>
            <translation>Legt Vorher über Nachher statt daneben.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Before above After</source>
            <translation>Vorher über Nachher</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Spectral pro&amp;file</source>
            <translation>S&amp;pektrum</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Draws the values of all bands of both rasters at a point of the map.</source>
            <translation>Zeichnet die Werte aller Bänder beider Raster an einem Punkt der Karte.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>follow the cursor</source>
            <translation>folgen</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>click to pin</source>
            <translation>anheften</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Whose spectra are drawn: the point under the cursor, or points that you click.</source>
            <translation>Wessen Spektren gezeichnet werden: der Punkt unter dem Mauszeiger, oder Punkte, auf die Sie klicken.</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Points of the profile</source>
            <translation>Punkte des Profils</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>&amp;Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>&amp;After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <location filename="../ui/compare/plot.py" />
            <source>Values as QGIS shows them: where the file states a scale and an offset, they are applied. Grey: bands that are flagged bad.</source>
            <translation>Werte, wie QGIS sie zeigt: Wo die Datei Skalierung und Versatz angibt, sind sie angewandt. Grau: als schlecht markierte Bänder.</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>The plot needs the Python package matplotlib, which this QGIS does not have. Install it for QGIS's Python and start QGIS again.</source>
            <translation>Das Diagramm braucht das Python-Paket matplotlib, das dieses QGIS nicht hat. Installieren Sie es für das Python von QGIS und starten Sie QGIS neu.</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Differe&amp;nce</source>
            <translation>Di&amp;fferenz</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Draws after minus before, on an axis of its own below the spectra.</source>
            <translation>Zeichnet nachher minus vorher, auf einer eigenen Achse unter den Spektren.</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Clear</source>
            <translation>Leeren</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Takes the pinned points off the plot and off the map.</source>
            <translation>Nimmt die angehefteten Punkte aus dem Diagramm und von der Karte.</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Cop&amp;y as CSV</source>
            <translation>Als CSV &amp;kopieren</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Copies the spectra that are drawn, as a table for a spreadsheet.</source>
            <translation>Kopiert die gezeichneten Spektren als Tabelle für eine Tabellenkalkulation.</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value ({unit}, scaled)</source>
            <translation>Wert ({unit}, skaliert)</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value ({unit})</source>
            <translation>Wert ({unit})</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value (scaled)</source>
            <translation>Wert (skaliert)</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>(outside)</source>
            <translation>(außerhalb)</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>(no data)</source>
            <translation>(keine Daten)</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Band {number}</source>
            <translation>Band {number}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>flagged bad</source>
            <translation>als schlecht markiert</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>before {value}</source>
            <translation>vorher {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>after {value}</source>
            <translation>nachher {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>difference {value}</source>
            <translation>Differenz {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>no data</source>
            <translation>keine Daten</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>Where networks compute. 'automatic' takes a GPU where there is one; the log of a run says which.</source>
            <translation>Wo Netze rechnen. 'automatisch' nimmt eine GPU, wo es eine gibt; das Protokoll eines Laufs sagt, welche.</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>Devices for HyperRestore</source>
            <translation>Geräte für HyperRestore</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>torch cannot be loaded, so it is not known which of these this machine has.</source>
            <translation>torch lässt sich nicht laden, daher ist nicht bekannt, welche davon dieser Rechner hat.</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>torch sees no GPU on this machine.</source>
            <translation>torch sieht auf diesem Rechner keine GPU.</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>automatic</source>
            <translation>automatisch</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>{} (torch does not see it here)</source>
            <translation>{} (torch sieht es hier nicht)</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>cpu: the processor</source>
            <translation>cpu: der Prozessor</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>cuda: the first NVIDIA GPU</source>
            <translation>cuda: die erste NVIDIA-GPU</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>mps: Apple's GPU</source>
            <translation>mps: die GPU von Apple</translation>
        </message>
        <message>
            <location filename="../ui/dock.py" />
            <source>Restoration</source>
            <translation>Restaurierung</translation>
        </message>
        <message>
            <location filename="../ui/dock.py" />
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <location filename="../ui/dock_part.py" />
            <source>Restoration Panel</source>
            <translation>Bedienfeld Restaurierung</translation>
        </message>
        <message>
            <location filename="../ui/dock_part.py" />
            <source>Restore a hyperspectral raster: estimate its noise, preview, restore, compare</source>
            <translation>Ein hyperspektrales Raster restaurieren: Rauschen schätzen, Vorschau, restaurieren, vergleichen</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Not changed: {}</source>
            <translation>Nicht geändert: {}</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>What runs begin with</source>
            <translation>Womit Läufe beginnen</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>These are the defaults of the parameters in dialogs, batch runs and qgis_process. Each run can have others; stored models keep what they were stored with.</source>
            <translation>Dies sind die Vorgaben der Parameter in Dialogen, Stapelläufen und qgis_process. Jeder Lauf kann andere haben; gespeicherte Modelle behalten, womit sie gespeichert wurden.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Number format of the networks' convolutions. 'automatic' takes 16 bits only where that is faster and was measured to cost next to nothing.</source>
            <translation>Mit wie vielen Stellen Netze rechnen. 'automatisch' nimmt 16 Bit nur, wo das schneller ist und nach Messung so gut wie nichts kostet.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source> MB</source>
            <translation> MB</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>automatic (half of what is free)</source>
            <translation>automatisch (die Hälfte des freien)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Memory that a run may use; its tiles are made to fit. 0 is automatic.</source>
            <translation>Speicher, den ein Lauf benutzen darf; seine Kacheln werden so gewählt, dass sie hineinpassen. 0 ist automatisch.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>empty: this machine alone</source>
            <translation>leer: nur dieser Rechner</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>For rasters too large for one machine: the address of a Dask scheduler, such as tcp://host:8786, or local:4 for four processes of this machine.</source>
            <translation>Für Raster, die einem Rechner zu groß sind: die Adresse eines Dask-Schedulers, etwa tcp://host:8786, oder local:4 für vier Prozesse dieses Rechners.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Device</source>
            <translation>&amp;Gerät</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Precision</source>
            <translation>Rechengenauig&amp;keit</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Memory</source>
            <translation>&amp;Speicher</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Dask &amp;scheduler</source>
            <translation>Das&amp;k-Scheduler</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Folder for weights that you import or train</source>
            <translation>Ordner für Gewichte, die Sie importieren oder trainieren</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>empty: {}</source>
            <translation>leer: {}</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Where weights are kept that you import or train, and where they are looked for.</source>
            <translation>Wo Gewichte liegen, die Sie importieren oder trainieren, und wo nach ihnen gesucht wird.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Manage &amp;weights…</source>
            <translation>Ge&amp;wichte verwalten…</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>See, check, import and remove weights, and choose the default ones.</source>
            <translation>Gewichte ansehen, prüfen, importieren und entfernen, und die Vorgaben wählen.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Folder</source>
            <translation>&amp;Ordner</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Nothing is moved when you choose another folder: weights in the old one stay there, and are offered again when you go back to it.</source>
            <translation>Es wird nichts verschoben, wenn Sie einen anderen Ordner wählen: Gewichte im alten bleiben dort und werden wieder angeboten, wenn Sie zu ihm zurückkehren.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>There is no folder '{}'. Make it first, or choose another.</source>
            <translation>Es gibt keinen Ordner '{}'. Legen Sie ihn zuerst an, oder wählen Sie einen anderen.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>The folder '{}' cannot be written to ({}). Choose another.</source>
            <translation>In den Ordner '{}' kann nicht geschrieben werden ({}). Wählen Sie einen anderen.</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>fp32: 32 bits</source>
            <translation>fp32: 32 Bit</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>bf16: 16 bits (bfloat)</source>
            <translation>bf16: 16 Bit (bfloat)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>fp16: 16 bits (half)</source>
            <translation>fp16: 16 Bit (half)</translation>
        </message>
        <message>
            <location filename="../ui/options_part.py" />
            <source>&amp;Settings…</source>
            <translation>&amp;Einstellungen…</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>HyperRestore: check environment</source>
            <translation>HyperRestore: Umgebung prüfen</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The installation was cancelled; nothing was changed.</source>
            <translation>Die Installation wurde abgebrochen; nichts wurde geändert.</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The installation failed, and nothing was changed: {}</source>
            <translation>Die Installation ist fehlgeschlagen, und nichts wurde geändert: {}</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>Remove the packages that HyperRestore installed in this folder?

{}</source>
            <translation>Die Pakete entfernen, die HyperRestore in diesem Ordner installiert hat?

{}</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The packages were removed. Start QGIS again, so that it forgets what it has loaded of them.</source>
            <translation>Die Pakete wurden entfernt. Starten Sie QGIS neu, damit es vergisst, was es davon geladen hat.</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Install</source>
            <translation>Installieren</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Cancel installation</source>
            <translation>Installation abbrechen</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Uninstall…</source>
            <translation>Deinstallieren…</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Check again</source>
            <translation>Erneut prüfen</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Copy command</source>
            <translation>Befehl kopieren</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Installing. You can go on working, and close this window.</source>
            <translation>Wird installiert. Sie können weiterarbeiten und dieses Fenster schließen.</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Install what is missing</source>
            <translation>Fehlendes installieren</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>All algorithms can be used.</source>
            <translation>Alle Algorithmen sind benutzbar.</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>HyperRestore computes with Python packages that QGIS does not bring along. Some cannot be used yet:</source>
            <translation>HyperRestore rechnet mit Python-Paketen, die QGIS nicht mitbringt. Einige sind noch nicht benutzbar:</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Package</source>
            <translation>Paket</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Needed for</source>
            <translation>Nötig für</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <location filename="../ui/packages/install.py" />
            <source>Install packages for HyperRestore</source>
            <translation>Pakete für HyperRestore installieren</translation>
        </message>
        <message>
            <location filename="../ui/packages/install.py" />
            <source>Loading what was installed, in a Python of its own…</source>
            <translation>Das Installierte wird in einem eigenen Python geladen…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Check environment…</source>
            <translation>Umgebung prüfen…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Details…</source>
            <translation>Einzelheiten…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Do not show again</source>
            <translation>Nicht mehr anzeigen</translation>
        </message>
        <message>
            <location filename="../ui/packages/process.py" />
            <source>{} does not start: {}.</source>
            <translation>{} startet nicht: {}.</translation>
        </message>
        <message>
            <location filename="../ui/packages/process.py" />
            <source>{} ended with status {}.</source>
            <translation>{} endete mit Status {}.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Measures the noise of every band, and suggests a method.</source>
            <translation>Misst das Rauschen jedes Bandes und schlägt ein Verfahren vor.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Restores only what the map shows, to see what comes of it. Range, line direction and noise are estimated from that part alone, so the whole raster may come out a little different.</source>
            <translation>Restauriert nur, was die Karte zeigt, um zu sehen, was dabei herauskommt. Wertebereich, Zeilenrichtung und Rauschen werden aus diesem Teil allein geschätzt; das ganze Raster kann also ein wenig anders ausfallen.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Restores the whole raster.</source>
            <translation>Restauriert das ganze Raster.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Opens the method's own dialog with everything that can be set.</source>
            <translation>Öffnet den eigenen Dialog des Verfahrens mit allem, was sich einstellen lässt.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>First add a raster to the project.</source>
            <translation>Fügen Sie dem Projekt zuerst ein Raster hinzu.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>The map shows more than a preview takes: only {} x {} pixels around its middle are restored.</source>
            <translation>Die Karte zeigt mehr, als eine Vorschau fasst: Nur {} x {} Pixel um ihre Mitte werden restauriert.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Another run is going to write {}. Choose another file, or wait for it.</source>
            <translation>Ein anderer Lauf wird {} schreiben. Wählen Sie eine andere Datei, oder warten Sie auf ihn.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{} is the file of the layer '{}'. Choose another file, or remove that layer first.</source>
            <translation>{} ist die Datei des Layers '{}'. Wählen Sie eine andere Datei, oder entfernen Sie zuerst diesen Layer.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{}, preview: {}</source>
            <translation>{}, Vorschau: {}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{} preview</source>
            <translation>{} Vorschau</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done. The project was closed meanwhile, so the result was not added to another: {}</source>
            <translation>Fertig. Das Projekt wurde inzwischen geschlossen, daher wurde das Ergebnis keinem anderen hinzugefügt: {}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done.</source>
            <translation>Fertig.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done: the layer '{}' was added, and can be compared below.</source>
            <translation>Fertig: Der Layer '{}' wurde hinzugefügt und kann unten verglichen werden.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>The run failed without a word.</source>
            <translation>Der Lauf schlug ohne ein Wort fehl.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Cancelled too late: the result was complete already, and is in {}.</source>
            <translation>Zu spät abgebrochen: Das Ergebnis war schon vollständig und liegt in {}.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Cancelled.</source>
            <translation>Abgebrochen.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Nothing needs doing.</source>
            <translation>Es ist nichts zu tun.</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Suggested: {}</source>
            <translation>Vorschlag: {}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Noise sigma {} (median of the bands), signal-to-noise {:.0f} dB, {} striped bands.</source>
            <translation>Sigma des Rauschens {} (Median der Bänder), Signal-Rausch-Verhältnis {:.0f} dB, {} gestreifte Bänder.</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>QGIS cannot read this raster. Is its file still there?</source>
            <translation>QGIS kann dieses Raster nicht lesen. Ist seine Datei noch da?</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>{} x {} pixels, {} bands</source>
            <translation>{} x {} Pixel, {} Bänder</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>{}, {:.0f} to {:.0f} nm</source>
            <translation>{}, {:.0f} bis {:.0f} nm</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>All that this run has said</source>
            <translation>Alles, was dieser Lauf gesagt hat</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Dismiss</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Stopping after the part that is being worked on…</source>
            <translation>Hält nach dem Teil an, der gerade bearbeitet wird…</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Waits for the run before it.</source>
            <translation>Wartet auf den Lauf davor.</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Log of {}</source>
            <translation>Protokoll von {}</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Estimate &amp;noise</source>
            <translation>Rauschen &amp;schätzen</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Inp&amp;ut raster</source>
            <translation>Ein&amp;gaberaster</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>The project has no raster from a file. Add one, or drag it into the map.</source>
            <translation>Das Projekt hat kein Raster aus einer Datei. Fügen Sie eines hinzu, oder ziehen Sie es in die Karte.</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>All options…</source>
            <translation>Alle Optionen…</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Opens the algorithm's own dialog with everything that can be set.</source>
            <translation>Öffnet den eigenen Dialog des Algorithmus mit allem, was sich einstellen lässt.</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>GeoTIFF (*.tif);;ENVI (*.dat *.img *.bsq *.bil *.bip)</source>
            <translation>GeoTIFF (*.tif);;ENVI (*.dat *.img *.bsq *.bil *.bip)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Save the restored raster</source>
            <translation>Das restaurierte Raster speichern</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Temporary file</source>
            <translation>Temporäre Datei</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Prev&amp;iew</source>
            <translation>V&amp;orschau</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Res&amp;tore</source>
            <translation>Res&amp;taurieren</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Method</source>
            <translation>Verfahren</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Save to &amp;file</source>
            <translation>In Date&amp;i speichern</translation>
        </message>
        <message>
            <location filename="../ui/tasks.py" />
            <source>Warning: {}</source>
            <translation>Warnung: {}</translation>
        </message>
        <message>
            <location filename="../ui/visible_part.py" />
            <source>The map shows no part of '{}'. Zoom to the layer, or to the part of it that you want to see.</source>
            <translation>Die Karte zeigt keinen Teil von '{}'. Zoomen Sie auf den Layer, oder auf den Teil davon, den Sie sehen wollen.</translation>
        </message>
        <message>
            <location filename="../ui/visible_part.py" />
            <source>The map's coordinate system and that of '{}' cannot be brought together: {}.</source>
            <translation>Das Koordinatensystem der Karte und das von '{}' lassen sich nicht zusammenbringen: {}.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Verify</source>
            <translation>&amp;Prüfen</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Import…</source>
            <translation>&amp;Importieren…</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Remove…</source>
            <translation>&amp;Entfernen…</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Set as &amp;default</source>
            <translation>Als &amp;Vorgabe setzen</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>R&amp;eset default</source>
            <translation>Vorgabe &amp;zurücksetzen</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Open folder</source>
            <translation>&amp;Ordner öffnen</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Reads all weights and cards again and compares them with their checksums.</source>
            <translation>Liest alle Gewichte und Karten neu und vergleicht sie mit ihren Prüfsummen.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Adds a checkpoint (.pth), or weights with their model card (.safetensors).</source>
            <translation>Fügt einen Checkpoint (.pth) hinzu, oder Gewichte mit ihrer Modellkarte (.safetensors).</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Shows the folder of the chosen weights, or else yours, in the file manager.</source>
            <translation>Zeigt den Ordner der gewählten Gewichte, sonst den Ihrer eigenen, im Dateimanager.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Deletes the files of these weights.</source>
            <translation>Löscht die Dateien dieser Gewichte.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs use these weights unless told otherwise.</source>
            <translation>Läufe benutzen diese Gewichte, wenn nichts anderes verlangt ist.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs use the weights that come with HyperRestore again.</source>
            <translation>Läufe benutzen wieder die Gewichte, die HyperRestore beiliegen.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Delete the files of '{}'? This cannot be undone.</source>
            <translation>Die Dateien von '{}' löschen? Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>They are set as the default of {}. The weights that come with HyperRestore will be the default again.</source>
            <translation>Sie sind als Vorgabe für {} eingestellt. Danach sind wieder die Gewichte die Vorgabe, die HyperRestore beiliegen.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>'{}' was removed.</source>
            <translation>'{}' wurde entfernt.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Remove weights</source>
            <translation>Gewichte entfernen</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>The folder {} cannot be made: {}.</source>
            <translation>Der Ordner {} kann nicht angelegt werden: {}.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Choose weights in the table first.</source>
            <translation>Wählen Sie zuerst Gewichte in der Tabelle.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>These come with HyperRestore and cannot be removed.</source>
            <translation>Diese liegen HyperRestore bei und können nicht entfernt werden.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Their files are gone already.</source>
            <translation>Ihre Dateien sind schon weg.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>They are the default already.</source>
            <translation>Sie sind schon die Vorgabe.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs cannot use these weights.</source>
            <translation>Läufe können diese Gewichte nicht benutzen.</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>The default is the one that comes with HyperRestore.</source>
            <translation>Die Vorgabe ist die, die HyperRestore beiliegt.</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Damaged:</source>
            <translation>Beschädigt:</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Not usable:</source>
            <translation>Nicht verwendbar:</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Notes</source>
            <translation>Anmerkungen</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Choose weights above to see what they are for, where they come from and how good they are.</source>
            <translation>Wählen Sie oben Gewichte, um zu sehen, wofür sie sind, woher sie kommen und wie gut sie sind.</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>yes: runs use them unless told otherwise</source>
            <translation>ja: Läufe benutzen sie, wenn nichts anderes verlangt ist</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>For</source>
            <translation>Für</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Default</source>
            <translation>Vorgabe</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>shipped with HyperRestore</source>
            <translation>HyperRestore beiliegend</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>yours: imported or trained</source>
            <translation>Ihre: importiert oder trainiert</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>From</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Trained on</source>
            <translation>Trainiert mit</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Noise in training</source>
            <translation>Rauschen im Training</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Training recipe</source>
            <translation>Trainingsrezept</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Training began with</source>
            <translation>Training begann mit</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Held out of training</source>
            <translation>Vom Training zurückgehalten</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Fine-tuned from</source>
            <translation>Nachtrainiert aus</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Imported from</source>
            <translation>Importiert aus</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Exported</source>
            <translation>Exportiert</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Original file</source>
            <translation>Ursprüngliche Datei</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Measured</source>
            <translation>Gemessen</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR and MSSIM: higher is better. SAM: lower is better.</source>
            <translation>MPSNR und MSSIM: höher ist besser. SAM: niedriger ist besser.</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>What fewer bits cost</source>
            <translation>Was weniger Bits kosten</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Worst change of MPSNR against fp32 that was measured: {}.</source>
            <translation>Schlechteste gemessene Änderung des MPSNR gegenüber fp32: {}.</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR of the input (dB)</source>
            <translation>MPSNR der Eingabe (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR with the former weights (dB)</source>
            <translation>MPSNR mit den früheren Gewichten (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>SAM (rad)</source>
            <translation>SAM (rad)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR of bicubic (dB)</source>
            <translation>MPSNR bikubisch (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MSSIM of bicubic</source>
            <translation>MSSIM bikubisch</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>SAM of bicubic (rad)</source>
            <translation>SAM bikubisch (rad)</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>Weights of HyperRestore</source>
            <translation>Gewichte von HyperRestore</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>Checking weights</source>
            <translation>Gewichte werden geprüft</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>all networks</source>
            <translation>alle Netze</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>&amp;Show</source>
            <translation>&amp;Zeigen</translation>
        </message>
        <message>
            <location filename="../ui/weights/part.py" />
            <source>&amp;Weights…</source>
            <translation>&amp;Gewichte…</translation>
        </message>
        <message>
            <location filename="../ui/weights/shelf.py" />
            <source>These weights are set as the default of {}, but they are gone. Reset the default, or import them again.</source>
            <translation>Diese Gewichte sind als Vorgabe für {} eingestellt, aber sie sind weg. Setzen Sie die Vorgabe zurück, oder importieren Sie sie erneut.</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>unknown</source>
            <translation>unbekannt</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>being checked…</source>
            <translation>wird geprüft…</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>damaged</source>
            <translation>beschädigt</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>not usable</source>
            <translation>nicht verwendbar</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>verified</source>
            <translation>geprüft</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Removes noise</source>
            <translation>Entfernt Rauschen</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Makes pixels {} times finer</source>
            <translation>Macht Pixel {}-mal feiner</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Makes pixels finer</source>
            <translation>Macht Pixel feiner</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>HyperRestore</source>
            <translation>HyperRestore</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>yours</source>
            <translation>Ihre</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>default</source>
            <translation>Vorgabe</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>{:.1f} MB</source>
            <translation>{:.1f} MB</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>{:.0f} kB</source>
            <translation>{:.0f} kB</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Example models</source>
            <translation>Beispielmodelle</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>A noisy and coarse raster becomes clean and finer: RAS2S first, because super-resolution would enlarge the noise, then SSRNet. The result is Float32, whatever the input.</source>
            <translation>Ein verrauschtes, grobes Raster wird sauber und feiner: zuerst RAS2S, weil Superauflösung das Rauschen vergrößern würde, dann SSRNet. Das Ergebnis ist Float32, was auch die Eingabe ist.</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Noisy and coarse raster</source>
            <translation>Verrauschtes, grobes Raster</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Finer raster</source>
            <translation>Feineres Raster</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Denoises a raster if it needs it: the noise of every band is estimated first, and of a cube that is clean throughout there is only the report. Otherwise it is restored from all its bands, because the clean ones tell what the noisy ones hide; they stay all but as they are.</source>
            <translation>Entrauscht ein Raster, wenn es das braucht: Zuerst wird das Rauschen jedes Bandes geschätzt, und von einem durchweg sauberen Würfel gibt es nur den Bericht. Sonst wird er aus allen seinen Bändern restauriert, weil die sauberen verraten, was die verrauschten verbergen; sie bleiben so gut wie unverändert.</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Noisy raster</source>
            <translation>Verrauschtes Raster</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Denoised raster</source>
            <translation>Entrauschtes Raster</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Noise report</source>
            <translation>Rauschbericht</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>How well does a denoiser do on a scene like mine? Takes a clean raster, adds noise of a known kind, denoises it with RAS2S, and compares the result with the clean raster in a report.</source>
            <translation>Wie gut ist ein Entrauscher bei einer Szene wie meiner? Nimmt ein sauberes Raster, fügt Rauschen bekannter Art hinzu, entrauscht es mit RAS2S und vergleicht das Ergebnis in einem Bericht mit dem sauberen Raster.</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>Sigma (0 to 255), for gaussian and speckle</source>
            <translation>Sigma (0 bis 255), für gaussian und speckle</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>Report</source>
            <translation>Bericht</translation>
        </message>
    </context>
</TS>
